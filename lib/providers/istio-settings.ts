import { z } from 'zod'
import { DnsLabel, ServiceName } from '@/lib/domain/names'

const GatewayName = z
  .string()
  .max(127)
  .regex(/^([a-z0-9]([-a-z0-9]*[a-z0-9])?\/)?[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)

/**
 * Settings of an `istio` entry. `gateways`: the Gateways that serve the host (`namespace/name`), where the route could be
 * several or is ours to make, then with the name `virtualService`. `subsets`: lanes have Services of their own, or share
 * the baseline's and are told apart by the label `version`; then `baseVersion` is the baseline's (read from its pods
 * otherwise), `destinationRule` the name and `trafficPolicy` the top-level policy of the rule that names the versions.
 * `mesh`: sidecars route the calls behind the entry. `ingress`: the pods and the Service of the gateway.
 */
export const IstioSettings = z.strictObject({
  gateways: z.array(GatewayName).min(1).max(10).optional(),
  virtualService: DnsLabel.optional(),
  subsets: z.enum(['own-service', 'subset']).default('own-service'),
  baseVersion: z
    .string()
    .max(63)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
    .optional(),
  destinationRule: DnsLabel.optional(),
  trafficPolicy: z.record(z.string(), z.unknown()).optional(),
  mesh: z.boolean().default(true),
  ingress: z
    .strictObject({
      namespace: DnsLabel,
      service: ServiceName,
      labels: z.record(z.string(), z.string()),
    })
    .default({
      namespace: 'istio-system',
      service: 'istio-ingressgateway',
      labels: { istio: 'ingressgateway' },
    }),
})
export type IstioSettings = z.infer<typeof IstioSettings>
