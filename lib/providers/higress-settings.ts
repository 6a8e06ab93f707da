import { z } from 'zod'
import { DnsLabel } from '@/lib/domain/names'
import { because } from '@/lib/words/sentence'

/**
 * Settings of a `higress` entry. `tagPlugin`: all rules go through the tag plugin, which keeps any order; otherwise only
 * those lists that annotations cannot say. `gatewayNamespace` is where Higress runs: it reads no plugins elsewhere, and its pods
 * count requests there.
 */
export const HigressSettings = z.strictObject({
  ingressClassName: z.string().min(1).max(253).optional(),
  tagPlugin: z.boolean().default(false),
  pluginUrl: z
    .string()
    .max(1024)
    .regex(/^(oci|https?|file):\/\/\S+$/, because('checks.pluginUrl'))
    .default('oci://higress-registry.cn-hangzhou.cr.aliyuncs.com/plugins/traffic-tag:1.0.0'),
  gatewayNamespace: DnsLabel.default('higress-system'),
})
export type HigressSettings = z.infer<typeof HigressSettings>
