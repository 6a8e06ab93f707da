import { z } from 'zod'
import { Timestamp } from './common'

export const AuditEventView = z.strictObject({
  id: z.string(),
  at: Timestamp,
  actor: z.strictObject({ kind: z.enum(['user', 'token', 'system']), name: z.string() }),
  action: z.string(),
  target: z.strictObject({ kind: z.string(), name: z.string() }),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  requestId: z.string(),
})
export type AuditEventView = z.infer<typeof AuditEventView>

export const AuditList = z.strictObject({
  items: z.array(AuditEventView),
  nextCursor: z.string().nullable(),
})
export type AuditList = z.infer<typeof AuditList>

export const ListAuditInput = z.strictObject({
  kind: z.string().max(40).optional(),
  name: z.string().max(253).optional(),
  actor: z.string().max(120).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})
export type ListAuditInput = z.input<typeof ListAuditInput>
