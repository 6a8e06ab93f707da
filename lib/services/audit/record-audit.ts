import { insertAuditEvent } from '@/lib/db/audit-events'
import type { Transaction } from '@/lib/db/client'
import type { ServiceContext } from '@/lib/services/context'

export type AuditEntry = {
  action: string
  target: { kind: string; name: string }
  before?: unknown
  after?: unknown
  reason?: string | null
}

/** Stands in the transaction of the change it tells of: no change without its event, no event without its change. */
export async function recordAudit(tx: Transaction, ctx: ServiceContext, entry: AuditEntry): Promise<void> {
  const { kind, name } = entry.target
  await insertAuditEvent(tx, {
    at: ctx.now(),
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action: entry.action,
    targetKind: kind,
    targetName: name,
    before: entry.before,
    after: entry.after,
    reason: entry.reason,
    requestId: ctx.requestId,
  })
}
