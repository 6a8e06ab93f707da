import { z } from 'zod'
import { say, type Words } from '@/lib/words/sentence'
import type { KubeObject } from './kube-object'
import { PodCondition } from './pod-condition'

const ContainerStatus = z.object({
  name: z.string(),
  restartCount: z.number().default(0),
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).nullish(),
    })
    .nullish(),
  lastState: z
    .object({
      terminated: z
        .object({
          reason: z.string().optional(),
          exitCode: z.number().optional(),
          finishedAt: z.string().nullish(),
        })
        .nullish(),
    })
    .nullish(),
})
const PodFields = z.object({
  metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
  status: z
    .object({
      conditions: z.array(PodCondition).nullish(),
      initContainerStatuses: z.array(ContainerStatus).nullish(),
      containerStatuses: z.array(ContainerStatus).nullish(),
    })
    .default({}),
})

/** Reasons a container waits with that do not pass by waiting. */
const waitingReasons: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImageInspectError',
  'ImagePullBackOff',
  'InvalidImageName',
  'RunContainerError',
])

/** Why one pod does not get ready. */
export type PodProblem = {
  pod: string
  container: string | null
  reason: string
  message: Words
  /** When its container last ended, ISO 8601; null where it has not. */
  endedAt: string | null
}

/** Why a pod does not get ready, in Kubernetes' own words; null when it only needs time. */
export function podProblem(pod: KubeObject): PodProblem | null {
  const parsed = PodFields.safeParse(pod)
  if (!parsed.success || parsed.data.metadata.deletionTimestamp !== undefined) return null
  const { metadata, status } = parsed.data
  for (const container of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) {
    const waiting = container.state?.waiting
    if (waiting?.reason === undefined || !waitingReasons.has(waiting.reason)) continue
    const ended = container.lastState?.terminated
    const message = withLastEnd((waiting.message ?? '').slice(0, 300), ended)
    const endedAt = ended?.finishedAt ?? null
    return { pod: metadata.name, container: container.name, reason: waiting.reason, message, endedAt }
  }
  const scheduled = status.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  )
  if (scheduled === undefined) return null
  return {
    pod: metadata.name,
    container: null,
    reason: scheduled.reason ?? 'Unschedulable',
    message: (scheduled.message ?? '').slice(0, 300),
    endedAt: null,
  }
}

type LastEnd = { reason?: string | undefined; exitCode?: number | undefined } | null | undefined

function withLastEnd(problem: string, ended: LastEnd): Words {
  if (!ended?.reason) return problem
  const code = ended.exitCode ?? say('progress.unknownCode')
  const end = say('progress.lastEnd', { reason: ended.reason, code })
  return problem === '' ? end : say('progress.podEnded', { problem, end })
}

/** One line for the screen: `gray-a-1: ImagePullBackOff: Back-off pulling image "..."`. */
export function problemLine({ pod, reason, message }: PodProblem): Words {
  if (message === '') return `${pod}: ${reason}`
  return say('progress.podProblem', { pod, reason, message })
}
