import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'

const PodTemplate = z.object({
  spec: z.object({
    template: z.object({ spec: z.object({ terminationGracePeriodSeconds: z.number().nullish() }) }),
  }),
})

/** Kubernetes' own default. */
const defaultSeconds = 30

/** How long the pods of a workload may take to end, in milliseconds; 0 for what has no pods. */
export function gracePeriodMs(object: KubeObject): number {
  const parsed = PodTemplate.safeParse(object)
  if (!parsed.success) return 0
  return (parsed.data.spec.template.spec.terminationGracePeriodSeconds ?? defaultSeconds) * 1000
}
