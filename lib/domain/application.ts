import { z } from 'zod'
import { DnsLabel, ServiceName } from './names'

/** One service of the group: a baseline Deployment and maybe a Service. Without a Service it is found through a registry. */
export const Application = z.strictObject({
  name: DnsLabel,
  deployment: DnsLabel,
  service: z.strictObject({ name: ServiceName, port: z.int().min(1).max(65535) }).optional(),
  calls: z.array(DnsLabel).max(200).optional(),
})
export type Application = z.infer<typeof Application>
