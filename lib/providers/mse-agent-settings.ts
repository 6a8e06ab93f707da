import { z } from 'zod'
import { DnsLabel, ServiceName } from '@/lib/domain/names'
import { because } from '@/lib/words/sentence'

/**
 * Settings of an `mse-agent` entry. `agent`: who obeys the rule. `delivery`: as TrafficRouter objects, or by the OpenAPI of
 * MSE, which needs `region` and the name of a stored `credential`. `baseSubset` means the untagged pods. `caller`: the Service
 * of a governed application that calls the entry's, where probes are sent. `acceptNoFallback`: weights for agents that then
 * do not fall back.
 */
export const MseAgentSettings = z
  .strictObject({
    agent: z.enum(['mse', 'spring-cloud-alibaba']).default('mse'),
    delivery: z.enum(['objects', 'mse-openapi']).default('objects'),
    baseSubset: DnsLabel.default('base'),
    region: z
      .string()
      .regex(/^[a-z]{2,}(-[a-z0-9]+)+$/, because('checks.region'))
      .optional(),
    mseNamespace: z.string().min(1).max(64).default('default'),
    credential: DnsLabel.optional(),
    caller: ServiceName.optional(),
    acceptNoFallback: z.boolean().optional(),
  })
  .superRefine(({ delivery, region, credential }, context) => {
    if (delivery !== 'mse-openapi') return
    for (const [path, value] of Object.entries({ region, credential })) {
      if (value === undefined)
        context.addIssue({ code: 'custom', path: [path], message: because('checks.neededForDelivery') })
    }
  })
export type MseAgentSettings = z.infer<typeof MseAgentSettings>
