import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'

const Balanced = z.object({
  status: z.object({
    loadBalancer: z.object({
      ingress: z.array(z.object({ ip: z.string().optional(), hostname: z.string().optional() })),
    }),
  }),
})

/** Where a Service or an Ingress is reached from outside: addresses, or names where there are none. */
export function balancedAddresses(live: KubeObject | undefined): string[] {
  const { data } = Balanced.safeParse(live)
  return (data?.status.loadBalancer.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? [])
}
