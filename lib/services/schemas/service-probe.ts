import { z } from 'zod'
import { VersionExtractor } from '@/lib/domain/version-extractor'
import { because } from '@/lib/words/sentence'

/** A path that stays below the Service it is asked of, whatever stands between cleans paths. */
function staysBelow(path: string): boolean {
  const [before = ''] = path.split('?')
  const segments = before.replace(/%2e/gi, '.').split(/\/|\\|%2f|%5c/i)
  return segments.every((segment) => segment !== '.' && segment !== '..')
}

/** A header that reaches the Service: the API server that passes the request on takes these for itself. */
function passesOn(name: string): boolean {
  return !/^(host|authorization|impersonate-.*|x-remote-.*)$/i.test(name)
}

export const ServiceProbeInput = z.strictObject({
  /** One that selects the Deployment's pods. */
  service: z.string().min(1).max(63),
  /** A port of it by number; its first where it is left out. */
  port: z.int().min(1).max(65_535).optional(),
  path: z
    .string()
    .max(2048)
    .regex(/^\/[\x21\x22\x24-\x3e\x40-\x7e]*(\?[\x21\x22\x24-\x7e]*)?$/, because('checks.proxyPath'))
    .refine(staysBelow, because('checks.proxyPath'))
    .default('/'),
  headers: z
    .record(z.string().max(100), z.string().max(4096))
    .refine((headers) => Object.keys(headers).every(passesOn), because('checks.proxyHeader'))
    .default({}),
  count: z.int().min(1).max(50).default(10),
  /** Where an answer says which version gave it. */
  version: VersionExtractor,
})
export type ServiceProbeInput = z.infer<typeof ServiceProbeInput>

const Count = z.int()

export const ServiceProbe = z.strictObject({
  service: z.string(),
  port: Count,
  sent: Count,
  /** Requests that nothing answered, and why the last of them. */
  unanswered: Count,
  problem: z.string().nullable(),
  /** What the answers said, the most frequent first. */
  versions: z.array(
    z.strictObject({
      /** Null for answers in which no version was found. */
      version: z.string().nullable(),
      count: Count,
      /** Of the answers, 0..1, with the 95 % Wilson interval. */
      share: z.number(),
      interval: z.tuple([z.number(), z.number()]),
      /** How many of them pods of the new and of the old version gave, where the answer names its pod in `x-pod`. */
      byNew: Count,
      byOld: Count,
      statuses: z.array(Count),
      /** The beginning of one of these answers. */
      example: z.string(),
    }),
  ),
  /** Ready pods behind the Service when it was asked: what the split should be. */
  expected: z.strictObject({ newReady: Count, oldReady: Count, othersReady: Count }),
})
export type ServiceProbe = z.infer<typeof ServiceProbe>
