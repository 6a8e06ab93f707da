import { z } from 'zod'
import { say, type Words } from '@/lib/words/sentence'
import type { KubeObject } from './kube-object'
import { podProblem } from './pod-problem'
import type { WorkloadCauseName } from './stuck-cause'

/** Why one pod does not get on; `reason` is Kubernetes' own word, `since` ISO 8601. */
export type PodCause = {
  cause: WorkloadCauseName
  container: string | null
  reason: string
  message: Words
  since: string | null
}

type Seen = {
  /** What its last failed probe said. */
  probe: string | undefined
  /** In ms. */
  now: number
}

const causeOfReason: Readonly<Record<string, WorkloadCauseName>> = {
  ErrImageNeverPull: 'imagePull',
  ErrImagePull: 'imagePull',
  ImageInspectError: 'imagePull',
  ImagePullBackOff: 'imagePull',
  InvalidImageName: 'imagePull',
  CreateContainerConfigError: 'config',
  CreateContainerError: 'config',
}

/** A container may run so long before it is said not to get ready. */
const readyWithinMs = 10_000
/** A pod that is still there so long after its grace period is held by something. */
const goneWithinMs = 10_000

/**
 * Why one pod does not get ready, or does not go; null while it only needs time.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
 */
export function podCause(pod: KubeObject, seen: Seen): PodCause | null {
  const { deletionTimestamp, finalizers, creationTimestamp } = pod.metadata
  if (deletionTimestamp !== undefined) {
    if (seen.now - Date.parse(deletionTimestamp) < goneWithinMs) return null
    const message = say('rolling.heldPod', { finalizers: finalizers?.join(', ') ?? '–' })
    return { cause: 'terminating', container: null, reason: 'Terminating', message, since: deletionTimestamp }
  }
  const problem = podProblem(pod)
  if (problem === null) return unready(pod, seen)
  const { container, reason, message, endedAt } = problem
  const cause = container === null ? 'unschedulable' : (causeOfReason[reason] ?? 'crashLoop')
  return { cause, container, reason, message, since: endedAt ?? creationTimestamp ?? null }
}

const Running = z.object({
  status: z.object({
    containerStatuses: z.array(
      z.object({
        name: z.string(),
        ready: z.boolean().default(false),
        restartCount: z.number().default(0),
        state: z.object({ running: z.object({ startedAt: z.string().nullish() }).nullish() }).nullish(),
        lastState: z
          .object({
            terminated: z
              .object({
                reason: z.string().nullish(),
                exitCode: z.number().nullish(),
                finishedAt: z.string().nullish(),
              })
              .nullish(),
          })
          .nullish(),
      }),
    ),
  }),
})

/** Of a container that runs but is not ready: it was restarted, its probe fails, or it takes long. */
function unready(pod: KubeObject, { probe, now }: Seen): PodCause | null {
  const containers = Running.safeParse(pod).data?.status.containerStatuses ?? []
  const container = containers.find(({ ready, state }) => !ready && state?.running)
  if (container === undefined) return null
  const terminated = container.lastState?.terminated
  if (container.restartCount > 0 && terminated) {
    const code = terminated.exitCode ?? say('progress.unknownCode')
    const reason = terminated.reason ?? 'Error'
    const message = say('rolling.restarted', { count: container.restartCount, reason, code })
    const since = terminated.finishedAt ?? null
    return { cause: 'crashLoop', container: container.name, reason, message, since }
  }
  const since = container.state?.running?.startedAt ?? null
  if (since === null || now - Date.parse(since) < readyWithinMs) return null
  const told =
    probe === undefined
      ? { reason: 'NotReady', message: say('rolling.notReady') }
      : { reason: 'Unhealthy', message: probe }
  return { cause: 'readiness', container: container.name, ...told, since }
}
