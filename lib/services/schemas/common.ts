import { z } from 'zod'

export const ObjectRefView = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
})
export type ObjectRefView = z.infer<typeof ObjectRefView>

export const SampleRequest = z.strictObject({
  entry: z.string(),
  method: z.string(),
  host: z.string().optional(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  cookies: z.record(z.string(), z.string()),
  query: z.record(z.string(), z.string()),
})
export type SampleRequest = z.infer<typeof SampleRequest>

/** Something that was lost or degraded in translation, or that the operator should know. */
export const NoticeView = z.strictObject({
  code: z.string(),
  severity: z.enum(['info', 'warning']),
  message: z.string(),
  object: ObjectRefView.optional(),
  path: z.string().optional(),
  params: z.record(z.string(), z.string()).optional(),
  /** A request that shows it. */
  counterExample: SampleRequest.optional(),
})
export type NoticeView = z.infer<typeof NoticeView>

export const LintView = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  path: z.string(),
  rules: z.array(z.string()),
  params: z.record(z.string(), z.string()).optional(),
  counterExample: SampleRequest.optional(),
})
export type LintView = z.infer<typeof LintView>

export const ErrorView = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    fields: z.record(z.string(), z.array(z.string())).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    id: z.string().optional(),
  }),
})

/** ISO 8601 in UTC. */
export const Timestamp = z.iso.datetime()
