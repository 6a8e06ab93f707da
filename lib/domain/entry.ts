import { z } from 'zod'
import { because } from '@/lib/words/sentence'
import { DnsLabel } from './names'

/** A host name, or `*.` and a host name. */
export const Host = z
  .string()
  .max(253)
  .regex(
    /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    because('checks.hostName'),
  )

/** A path of an entry; `type` as in an Ingress. */
export const EntryPath = z.strictObject({
  path: z
    .string()
    .max(1024)
    .regex(/^\/[^\s]*$/, because('checks.path')),
  type: z.enum(['Prefix', 'Exact']).default('Prefix'),
})
export type EntryPath = z.infer<typeof EntryPath>

/** One gateway door: provider, host, paths, first application. `settings` are checked by the provider's schema. */
export const Entry = z.strictObject({
  name: DnsLabel,
  provider: z.string().min(1).max(40),
  application: DnsLabel,
  host: Host.optional(),
  paths: z.array(EntryPath).min(1).max(50).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
})
export type Entry = z.infer<typeof Entry>
