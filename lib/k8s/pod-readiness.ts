import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'

const Pod = z.object({
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).nullish() }),
})

/** Whether a pod takes requests: condition Ready is True and it is not being deleted. */
export function isPodReady(pod: KubeObject): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false
  const parsed = Pod.safeParse(pod)
  if (!parsed.success) return false
  return (parsed.data.status.conditions ?? []).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  )
}
