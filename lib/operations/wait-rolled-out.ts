import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { StepName } from '@/lib/domain/operation'
import { type PodProblem, podProblem, problemLine } from '@/lib/domain/pod-problem'
import { unreadyPod } from '@/lib/domain/unready-pod'
import { AppError } from '@/lib/errors'
import { selectsLabels } from '@/lib/k8s/label-selector'
import { progressDeadlineSeconds, replicaFailure, rolloutStatus } from '@/lib/k8s/rollout-status'
import { say, type Words } from '@/lib/words/sentence'
import { ChangedMeanwhile } from './changed-meanwhile'
import { failpoint } from './failpoint'
import { goneSince, type Standing } from './gone-since'
import type { Run } from './run'
import { waitUntil } from './wait-until'

/** Kubernetes tells of an exceeded deadline itself; ours ends a wait that it says nothing about. */
const beyondDeadlineMs = 30_000

/** The watch may still show it as it was before `generation`. */
export type Awaited = Standing & { generation: number; deadlineMs: number }

export function awaitedOf(live: KubeObject | undefined, wanted: KubeObject): Awaited {
  const found = live ?? wanted
  return {
    ref: refOf(wanted),
    uid: live?.metadata.uid ?? null,
    generation: live?.metadata.generation ?? 0,
    deadlineMs: progressDeadlineSeconds(found) * 1000 + beyondDeadlineMs,
  }
}

/**
 * Waits until all are rolled out, as `kubectl rollout status` judges. Raises `ApplyFailed` for the first that will not be, and
 * ChangedMeanwhile when somebody took one away.
 */
export async function waitRolledOut(run: Run, step: StepName, awaited: readonly Awaited[]): Promise<void> {
  const { client, group, log } = run
  if (awaited.length === 0) return log.step(step, 'skipped')
  log.step(step, 'running')
  const deployments = client.cache({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: group.namespace })
  const pods = client.cache({ apiVersion: 'v1', kind: 'Pod', namespace: group.namespace })
  const begun = Date.now() - startedBefore(run, step)
  const isGone = goneSince(performance.now())
  await waitUntil({
    watched: [deployments, pods],
    signal: run.keeper.signal,
    check: () => {
      const found = awaited.map((one) => ({ one, live: deployments.get(one.ref) }))
      if (found.some(({ one, live }) => isGone(one, live))) throw new ChangedMeanwhile('gone')
      const waiting = awaited.filter(
        (one) => !isAvailable(run, step, one, deployments.get(one.ref), pods.list(), begun),
      )
      const problems = waiting.filter((one) => findProblem(deployments.get(one.ref), pods.list()) !== null)
      const state = problems.length > 0 ? 'waiting' : 'running'
      if (waiting.length > 0) log.step(step, state)
      log.operation({ state, error: null })
      if (waiting.length === 0) return true
      failpoint('pods-awaited')
      if (found.some(({ live }) => live === undefined)) return 1_000
      return Math.max(1_000, Math.min(...waiting.map(({ deadlineMs }) => begun + deadlineMs - Date.now())))
    },
  })
  run.compared = null
  log.step(step, 'succeeded')
  log.operation({ state: 'running' })
  await log.commit()
}

function startedBefore({ operation }: Run, step: StepName): number {
  const at = operation.steps.find(({ name }) => name === step)?.startedAt
  return at ? Math.max(0, Date.now() - at.getTime()) : 0
}

function isAvailable(
  { log, operation }: Run,
  step: StepName,
  { ref, generation, deadlineMs }: Awaited,
  live: KubeObject | undefined,
  pods: readonly KubeObject[],
  begun: number,
): boolean {
  if (live === undefined || (live.metadata.generation ?? 0) < generation) return false
  const status = rolloutStatus(live)
  if (status.state === 'complete' && status.available >= status.desired) {
    log.object(
      step,
      ref,
      'ready',
      say('progress.available', { ready: status.available, desired: status.desired }),
    )
    return true
  }
  const problem = findProblem(live, pods)
  const why = problem ?? slowPod(live, pods) ?? status.message
  if (status.state === 'failed' || Date.now() - begun > deadlineMs) {
    log.object(step, ref, 'failed', why)
    const words = say(lateReason(operation), { kind: ref.kind, name: ref.name, why })
    throw new AppError('ApplyFailed', words, { details: { ...ref } })
  }
  log.object(step, ref, 'waiting', why)
  return false
}

/** Why the workload does not get on, with the pod's name; null when it only needs time. */
function findProblem(deployment: KubeObject | undefined, pods: readonly KubeObject[]): Words | null {
  if (deployment === undefined) return null
  const failure = replicaFailure(deployment)
  if (failure !== null) return failure
  return firstLine(podsOf(deployment, pods).map(podProblem))
}

/** A pod that runs and is not ready, which may only need time; null when there is none. */
function slowPod(deployment: KubeObject, pods: readonly KubeObject[]): Words | null {
  const now = Date.now()
  return firstLine(podsOf(deployment, pods).map((pod) => unreadyPod(pod, now)))
}

function firstLine(problems: readonly (PodProblem | null)[]): Words | null {
  const problem = problems.find((found) => found !== null)
  return problem ? problemLine(problem) : null
}

function podsOf(deployment: KubeObject, pods: readonly KubeObject[]): KubeObject[] {
  const selector = selectorOf(deployment)
  return pods.filter((pod) => selectsLabels(selector, pod.metadata.labels ?? {}))
}

function selectorOf(deployment: KubeObject): unknown {
  const { spec } = deployment
  return typeof spec === 'object' && spec !== null && 'selector' in spec ? spec.selector : undefined
}

function lateReason({ kind }: Run['operation']) {
  if (kind === 'promote') return 'progress.promoteLate'
  return kind === 'push' ? 'progress.pushLate' : 'progress.late'
}
