import { type KubeObject, type ObjectRef, refOf } from './kube-object'
import { type AwaitedObject, objectCause } from './object-causes'
import { probeFailures } from './probe-failures'
import { type StuckCause, stuckCauses } from './stuck-cause'
import { workloadCauses } from './workload-causes'

/** What is known of a change that does not get on. */
export type StuckFacts = {
  /** The operation in question; `error` is why it failed, in words. */
  operation: {
    state: string
    finishedAt: string | null
    error: { code: string; message: string; object: ObjectRef | null } | null
  } | null
  /** The operation before it in line. */
  behind: { id: string; message: string; since: string } | null
  /** Why the cluster does not answer, and since when; null when it does. */
  away: { message: string; since: string | null } | null
  /** What the operation's steps wait for or failed with. */
  awaited: readonly AwaitedObject[]
  /** The Deployments that should get ready, each with its pods. */
  workloads: readonly { deployment: KubeObject; pods: readonly KubeObject[] }[]
  /** Events of the namespace; empty where they were not read. */
  events: readonly KubeObject[]
  now: number
}

const conflicts: ReadonlySet<string> = new Set(['Conflict', 'Owned'])
const nothing = { object: null, pod: null, pods: 0, container: null, reason: null, operation: null }

/**
 * Why a change does not get on, likeliest root first: what nobody can look behind (the cluster is away, another
 * operation is in line before it), then what keeps pods from being made, then what keeps them from getting ready,
 * then what other objects say (a baseline that is too short, a Service without addresses, a route, a finalizer), last the
 * deadline, which only tells that it took too long. Empty when nothing is in the way.
 */
export function findStuckCauses(facts: StuckFacts): StuckCause[] {
  const probes = probeFailures(facts.events)
  const found = [
    ...outside(facts),
    ...facts.workloads.flatMap((workload) => ofWorkload(workload, probes, facts.now)),
    ...facts.awaited.flatMap((awaited) => objectCause(awaited, facts.now) ?? []),
  ]
  const rank = ({ cause }: StuckCause) => stuckCauses.indexOf(cause)
  return found.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      b.pods - a.pods ||
      (a.since ?? '9').localeCompare(b.since ?? '9') ||
      (a.object?.name ?? '').localeCompare(b.object?.name ?? ''),
  )
}

function outside({ away, behind, operation }: StuckFacts): StuckCause[] {
  const causes: StuckCause[] = []
  if (away !== null)
    causes.push({ ...nothing, cause: 'clusterAway', evidence: away.message, since: away.since })
  if (behind !== null)
    causes.push({
      ...nothing,
      cause: 'behindOperation',
      evidence: behind.message,
      since: behind.since,
      operation: behind.id,
    })
  const error = operation?.error ?? null
  if (error === null) return causes
  const since = operation?.finishedAt ?? null
  if (conflicts.has(error.code))
    causes.push({ ...nothing, cause: 'conflict', object: error.object, evidence: error.message, since })
  if (error.code === 'ClusterUnreachable' && away === null)
    causes.push({ ...nothing, cause: 'clusterAway', evidence: error.message, since })
  if (error.code === 'TooMany' || (error.code === 'ClusterRejected' && operation?.state === 'waiting'))
    causes.push({ ...nothing, cause: 'clusterBusy', evidence: error.message, since })
  return causes
}

function ofWorkload(
  { deployment, pods: newPods }: StuckFacts['workloads'][number],
  probes: ReadonlyMap<string, string>,
  now: number,
): StuckCause[] {
  const object = refOf(deployment)
  return workloadCauses({ deployment, newPods, oldPods: [], probes, now }).map(
    ({ cause, pods, container, reason, message, since }) => ({
      ...nothing,
      ...{ cause, object, container, since },
      pod: pods[0] ?? null,
      pods: pods.length,
      reason: reason || null,
      evidence: message,
    }),
  )
}
