import { z } from 'zod'
import type { KubeObject } from './kube-object'
import { PodCondition } from './pod-condition'
import type { PodProblem } from './pod-problem'

const Pod = z.object({
  metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
  status: z.object({
    conditions: z.array(PodCondition).nullish(),
    containerStatuses: z
      .array(
        z.object({
          name: z.string(),
          ready: z.boolean().default(false),
          state: z.object({ running: z.object({ startedAt: z.string().nullish() }).nullish() }).nullish(),
        }),
      )
      .nullish(),
  }),
})

/** Every container needs a moment after its start. */
const startMs = 2_000

/**
 * A pod whose container runs and is not ready, in Kubernetes' own words; it may only need time. `now` is in ms.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions
 */
export function unreadyPod(pod: KubeObject, now: number): PodProblem | null {
  const { data } = Pod.safeParse(pod)
  if (data === undefined || data.metadata.deletionTimestamp !== undefined) return null
  const slow = data.status.containerStatuses?.find(({ ready, state }) => {
    const since = state?.running?.startedAt ?? null
    return !ready && since !== null && now - Date.parse(since) >= startMs
  })
  const said = data.status.conditions?.find(
    ({ type, status }) => type === 'ContainersReady' && status === 'False',
  )
  if (slow === undefined || said === undefined) return null
  const { reason = 'ContainersNotReady', message = '' } = said
  return {
    pod: data.metadata.name,
    container: slow.name,
    reason,
    message: message.slice(0, 300),
    endedAt: null,
  }
}
