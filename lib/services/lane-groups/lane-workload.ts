import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'

const Workload = z.object({
  metadata: z.object({ generation: z.number().optional() }),
  spec: z.object({
    replicas: z.number().optional(),
    template: z.object({
      spec: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string().optional() })) }),
    }),
  }),
  status: z
    .object({
      observedGeneration: z.number().optional(),
      readyReplicas: z.number().optional(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
})

export type WorkloadReading = {
  ready: number
  replicas: number
  containers: { name: string; image?: string | undefined }[]
  problem: string | null
}

/** What a live Deployment says of itself; null where it is not one. */
export function readWorkload(object: KubeObject): WorkloadReading | null {
  const parsed = Workload.safeParse(object)
  if (!parsed.success) return null
  const { spec, status } = parsed.data
  const trouble = status?.conditions?.find(
    ({ type, status: held }) =>
      (type === 'Progressing' && held === 'False') || (type === 'ReplicaFailure' && held === 'True'),
  )
  return {
    ready: status?.readyReplicas ?? 0,
    replicas: spec.replicas ?? 1,
    containers: spec.template.spec.containers,
    problem: trouble ? [trouble.reason, trouble.message].filter(Boolean).join(': ') : null,
  }
}
