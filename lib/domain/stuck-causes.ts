import { z } from 'zod'
import { type KubeObject, type ObjectRef, refKey, refOf } from './kube-object'
import { type StuckCause, stuckCauses } from './stuck-cause'
import { podCause } from './stuck-pods'

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
  /** The Deployments that should get ready, each with its pods. */
  workloads: readonly { deployment: KubeObject; pods: readonly KubeObject[] }[]
  /** Events of the namespace; empty where they were not read. */
  events: readonly KubeObject[]
  now: number
}

const Deployment = z.object({
  metadata: z.object({ generation: z.number().default(0) }),
  spec: z.object({ replicas: z.number().nullish(), paused: z.boolean().nullish() }),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
            lastTransitionTime: z.string().optional(),
          }),
        )
        .nullish(),
    })
    .default({ observedGeneration: 0, replicas: 0, updatedReplicas: 0, availableReplicas: 0 }),
})
type DeploymentFields = z.infer<typeof Deployment>

const conflicts: ReadonlySet<string> = new Set(['Conflict', 'Owned'])
const nothing = { object: null, pod: null, pods: 0, container: null, operation: null }

/**
 * Why a change does not get on, likeliest root first: what nobody can look behind (the cluster is away, another
 * operation is in line before it), then what keeps pods from being made, then what keeps them from getting ready,
 * last the deadline, which only tells that it took too long. Empty when nothing is in the way.
 */
export function findStuckCauses(facts: StuckFacts): StuckCause[] {
  const found = [
    ...outside(facts),
    ...facts.workloads.flatMap((workload) => ofWorkload(workload, facts.events, facts.now)),
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
  return causes
}

function ofWorkload(
  { deployment, pods }: StuckFacts['workloads'][number],
  events: readonly KubeObject[],
  now: number,
): StuckCause[] {
  const parsed = Deployment.safeParse(deployment)
  if (!parsed.success || isDone(parsed.data)) return []
  const object = refOf(deployment)
  return [...ofConditions(object, parsed.data), ...ofPods(object, pods, events, now)]
}

/** Rolled out and available, with no pod of the version before: what a single pod does is no reason then. */
function isDone({ metadata, spec, status }: DeploymentFields): boolean {
  const wanted = spec.replicas ?? 1
  return (
    status.observedGeneration >= metadata.generation &&
    status.updatedReplicas >= wanted &&
    status.replicas <= status.updatedReplicas &&
    status.availableReplicas >= wanted
  )
}

function ofConditions(object: ObjectRef, { spec, status }: DeploymentFields): StuckCause[] {
  const held = (type: string, value: string) =>
    status.conditions?.find((condition) => condition.type === type && condition.status === value)
  const causes: StuckCause[] = []
  const said = (cause: StuckCause['cause'], condition: ReturnType<typeof held>) => {
    const evidence = [condition?.reason, condition?.message].filter(Boolean).join(': ')
    causes.push({ ...nothing, cause, object, evidence, since: condition?.lastTransitionTime ?? null })
  }
  if (spec.paused)
    said(
      'paused',
      status.conditions?.find(({ reason }) => reason === 'DeploymentPaused'),
    )
  const failure = held('ReplicaFailure', 'True')
  if (failure) said('quota', failure)
  const late = held('Progressing', 'False')
  if (late) said('deadline', late)
  return causes
}

/** One cause for all pods of a workload that show it. */
function ofPods(
  object: ObjectRef,
  pods: readonly KubeObject[],
  events: readonly KubeObject[],
  now: number,
): StuckCause[] {
  const causes = new Map<string, StuckCause>()
  for (const pod of pods) {
    const found = podCause(pod, events, now)
    if (found === null) continue
    const key = `${refKey(object)} ${found.cause}`
    const known = causes.get(key)
    if (known === undefined)
      causes.set(key, { ...nothing, ...found, object, pod: pod.metadata.name, pods: 1 })
    else causes.set(key, { ...known, pods: known.pods + 1, since: earlier(known.since, found.since) })
  }
  return [...causes.values()]
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
