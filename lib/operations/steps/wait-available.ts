import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { selectsLabels } from '@/lib/k8s/label-selector'
import { type PodProblem, podProblem, problemLine } from '@/lib/k8s/pod-problem'
import { progressDeadlineSeconds, replicaFailure, rolloutStatus } from '@/lib/k8s/rollout-status'
import { failpoint } from '@/lib/operations/failpoint'
import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'
import { waitUntil } from '@/lib/operations/wait-until'
import { say, type Words } from '@/lib/words/sentence'

/** Kubernetes tells of an exceeded deadline itself; ours ends a wait that it says nothing about. */
const beyondDeadlineMs = 30_000
type Awaited = { ref: ObjectRef; generation: number; deadlineMs: number }

/** Waits until every workload of every application is rolled out, as `kubectl rollout status` judges. */
export async function waitAvailable(run: Run): Promise<void> {
  const { client, group, log } = run
  const awaited = await listAwaited(run)
  if (awaited.length === 0) return log.step('wait-available', 'skipped')
  log.step('wait-available', 'running')
  const deployments = client.cache({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: group.namespace })
  const pods = client.cache({ apiVersion: 'v1', kind: 'Pod', namespace: group.namespace })
  const begun = Date.now() - startedBefore(run)
  await waitUntil({
    watched: [deployments, pods],
    signal: run.keeper.signal,
    check: () => {
      const waiting = awaited.filter(
        (one) => !isAvailable(run, one, deployments.get(one.ref), pods.list(), begun),
      )
      const problems = waiting.filter((one) => findProblem(deployments.get(one.ref), pods.list()) !== null)
      const state = problems.length > 0 ? 'waiting' : 'running'
      if (waiting.length > 0) log.step('wait-available', state)
      log.operation({ state })
      if (waiting.length === 0) return true
      failpoint('pods-awaited')
      return Math.max(1_000, Math.min(...waiting.map(({ deadlineMs }) => begun + deadlineMs - Date.now())))
    },
  })
  run.compared = null
  log.step('wait-available', 'succeeded')
  log.operation({ state: 'running' })
  await log.commit()
}

async function listAwaited(run: Run): Promise<Awaited[]> {
  const { desired, live } = await replan(run)
  const byKey = new Map(live.objects.map((object) => [refKey(refOf(object)), object]))
  return desired.items.flatMap(({ object, wait }) => {
    if (wait !== 'available') return []
    const ref = refOf(object)
    const found = byKey.get(refKey(ref))
    // The watch may still show the state before our change; this generation is the least that counts.
    const generation = found?.metadata.generation ?? 0
    return [
      { ref, generation, deadlineMs: progressDeadlineSeconds(found ?? object) * 1000 + beyondDeadlineMs },
    ]
  })
}

function startedBefore({ operation }: Run): number {
  const at = operation.steps.find(({ name }) => name === 'wait-available')?.startedAt
  return at ? Math.max(0, Date.now() - at.getTime()) : 0
}

function isAvailable(
  { log, operation }: Run,
  { ref, generation, deadlineMs }: Awaited,
  live: KubeObject | undefined,
  pods: readonly KubeObject[],
  begun: number,
): boolean {
  if (live === undefined || (live.metadata.generation ?? 0) < generation) return false
  const status = rolloutStatus(live)
  if (status.state === 'complete' && status.available >= status.desired) {
    log.object(
      'wait-available',
      ref,
      'ready',
      say('progress.available', { ready: status.available, desired: status.desired }),
    )
    return true
  }
  const problem = findProblem(live, pods)
  const why = problem ?? status.message
  if (status.state === 'failed' || Date.now() - begun > deadlineMs) {
    log.object('wait-available', ref, 'failed', why)
    const reason = operation.kind === 'push' ? 'progress.pushLate' : 'progress.late'
    const words = say(reason, { kind: ref.kind, name: ref.name, why })
    throw new AppError('ApplyFailed', words, { details: { ...ref } })
  }
  log.object('wait-available', ref, 'waiting', why)
  return false
}

/** Why the workload does not get on, with the pod's name; null when it only needs time. */
function findProblem(deployment: KubeObject | undefined, pods: readonly KubeObject[]): Words | null {
  if (deployment === undefined) return null
  const failure = replicaFailure(deployment)
  if (failure !== null) return failure
  const selector = selectorOf(deployment)
  const problem = pods
    .filter((pod) => selectsLabels(selector, pod.metadata.labels ?? {}))
    .map(podProblem)
    .find((found): found is PodProblem => found !== null)
  return problem === undefined ? null : problemLine(problem)
}

function selectorOf(deployment: KubeObject): unknown {
  const { spec } = deployment
  return typeof spec === 'object' && spec !== null && 'selector' in spec ? spec.selector : undefined
}
