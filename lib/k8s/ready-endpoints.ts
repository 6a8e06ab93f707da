import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'

const Slice = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }),
  endpoints: z
    .array(
      z.object({
        addresses: z.array(z.string()),
        conditions: z.object({ ready: z.boolean().nullish() }).nullish(),
      }),
    )
    .nullish(),
})

/** How many ready addresses the EndpointSlices of a Service hold; a missing condition counts as ready. */
export function readyEndpoints(slices: readonly KubeObject[], service: string): number {
  let count = 0
  for (const slice of slices) {
    const parsed = Slice.safeParse(slice)
    if (!parsed.success || parsed.data.metadata.labels['kubernetes.io/service-name'] !== service) continue
    for (const endpoint of parsed.data.endpoints ?? [])
      if (endpoint.conditions?.ready !== false) count += endpoint.addresses.length
  }
  return count
}
