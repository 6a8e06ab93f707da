import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import { say, type Words } from '@/lib/words/sentence'
import { type PodProblem, podProblem } from './pod-problem'
import { isPodReady } from './pod-readiness'
import { kubectlStatus, replicaFailure } from './rollout-status'

/** What holds a rollout up, most telling first. */
export const causeKinds = [
  'create',
  'scheduling',
  'image',
  'config',
  'crash',
  'readiness',
  'terminating',
  'deadline',
] as const
export type CauseKind = (typeof causeKinds)[number]

/** One cause with all the pods that have it; `reason` is Kubernetes' own word. */
export type RolloutCause = {
  kind: CauseKind
  version: 'new' | 'old'
  pods: string[]
  container: string | null
  reason: string
  message: Words
}

const imageReasons: ReadonlySet<string> = new Set([
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImageInspectError',
  'ImagePullBackOff',
  'InvalidImageName',
])
const configReasons: ReadonlySet<string> = new Set(['CreateContainerConfigError', 'CreateContainerError'])

/** A pod may take so long to get ready before it is said to be late. */
const readyWithinMs = 20_000
/** A pod that is still there so long after its grace period is held by something. */
const goneWithinMs = 10_000

type Found = {
  deployment: KubeObject
  newPods: readonly KubeObject[]
  oldPods: readonly KubeObject[]
  /** What the last failed readiness probe said, by the name of the pod. */
  probes: ReadonlyMap<string, string>
  now: Date
}

/** Why a rollout does not get on; empty when it is done or only needs time. New pods are blamed before old ones. */
export function rolloutCauses({ deployment, newPods, oldPods, probes, now }: Found): RolloutCause[] {
  const { state } = kubectlStatus(deployment)
  if (state === 'complete') return []
  const failure = replicaFailure(deployment)
  const failed: RolloutCause[] =
    failure === null
      ? []
      : [
          {
            kind: 'create',
            version: 'new',
            pods: [],
            container: null,
            reason: 'FailedCreate',
            message: failure,
          },
        ]
  const ofPods = (pods: readonly KubeObject[], version: 'new' | 'old') =>
    pods.flatMap((pod) => causeOf(pod, version, { probe: probes.get(pod.metadata.name), now }) ?? [])
  const found = [...failed, ...merged([...ofPods(newPods, 'new'), ...ofPods(oldPods, 'old')])]
  if (found.length === 0 && state === 'failed') {
    const message = say('progress.rolloutLate', { name: deployment.metadata.name })
    const reason = 'ProgressDeadlineExceeded'
    return [{ kind: 'deadline', version: 'new', pods: [], container: null, reason, message }]
  }
  const rank = ({ version, kind }: RolloutCause) =>
    (version === 'new' ? 0 : causeKinds.length) + causeKinds.indexOf(kind)
  return found.sort((one, other) => rank(one) - rank(other))
}

function kindOf(reason: string, container: string | null): CauseKind {
  if (container === null) return 'scheduling'
  if (imageReasons.has(reason)) return 'image'
  return configReasons.has(reason) ? 'config' : 'crash'
}

type Seen = { probe: string | undefined; now: Date }

function causeOf(pod: KubeObject, version: 'new' | 'old', seen: Seen): RolloutCause | null {
  const { name, deletionTimestamp } = pod.metadata
  if (deletionTimestamp !== undefined) {
    if (seen.now.getTime() - Date.parse(deletionTimestamp) < goneWithinMs) return null
    const message = say('rolling.heldPod', { finalizers: pod.metadata.finalizers?.join(', ') ?? '–' })
    return { kind: 'terminating', version, pods: [name], container: null, reason: 'Terminating', message }
  }
  const problem = podProblem(pod)
  if (problem !== null) return { ...withoutPod(problem), version, pods: [name] }
  return isPodReady(pod) ? null : unreadyCause(pod, version, seen)
}

function withoutPod({ container, reason, message }: PodProblem) {
  return { kind: kindOf(reason, container), container, reason, message }
}

const Running = z.object({
  status: z.object({
    containerStatuses: z.array(
      z.object({
        name: z.string(),
        ready: z.boolean().default(false),
        restartCount: z.number().default(0),
        state: z.object({ running: z.object({ startedAt: z.string() }).nullish() }).default({}),
        lastState: z
          .object({
            terminated: z
              .object({ reason: z.string().optional(), exitCode: z.number().optional() })
              .nullish(),
          })
          .default({}),
      }),
    ),
  }),
})

/** Of a container that runs but is not ready: it was restarted, its probe fails, or it takes long. */
function unreadyCause(pod: KubeObject, version: 'new' | 'old', { probe, now }: Seen): RolloutCause | null {
  const parsed = Running.safeParse(pod)
  const container = parsed.data?.status.containerStatuses.find(({ ready }) => !ready)
  if (container === undefined) return null
  const common = { version, pods: [pod.metadata.name], container: container.name }
  const { terminated } = container.lastState
  if (container.restartCount > 0 && terminated) {
    const code = terminated.exitCode ?? say('progress.unknownCode')
    const reason = terminated.reason ?? 'Error'
    const message = say('rolling.restarted', { count: container.restartCount, reason, code })
    return { kind: 'crash', ...common, reason, message }
  }
  if (probe !== undefined) return { kind: 'readiness', ...common, reason: 'Unhealthy', message: probe }
  const startedAt = container.state.running?.startedAt
  if (startedAt === undefined || now.getTime() - Date.parse(startedAt) < readyWithinMs) return null
  return { kind: 'readiness', ...common, reason: 'NotReady', message: say('rolling.notReady') }
}

/** Pods of one version that fail alike are one cause; their messages differ in names and times only. */
function merged(causes: readonly RolloutCause[]): RolloutCause[] {
  const byKey = new Map<string, RolloutCause>()
  for (const cause of causes) {
    const key = [cause.version, cause.kind, cause.container, cause.reason].join(' ')
    const known = byKey.get(key)
    byKey.set(key, known === undefined ? cause : { ...known, pods: [...known.pods, ...cause.pods] })
  }
  return [...byKey.values()]
}
