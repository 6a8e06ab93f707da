import type { Reader, Transaction } from './client'
import { toJson } from './json'

export type AuditEventRecord = {
  id: string
  at: Date
  actorKind: string
  actorId: string
  actorName: string
  action: string
  targetKind: string
  targetName: string
  before: unknown
  after: unknown
  reason: string | null
  requestId: string
}

export async function insertAuditEvent(
  tx: Transaction,
  event: Omit<AuditEventRecord, 'id' | 'before' | 'after' | 'reason'> & {
    before?: unknown
    after?: unknown
    reason?: string | null
  },
): Promise<void> {
  const { before, after, ...rest } = event
  await tx.auditEvent.create({ data: { ...rest, before: toJson(before), after: toJson(after) } })
}

/** Newest first. `before` is the place where the last page ended. */
export async function listAuditEvents(
  reader: Reader,
  filter: {
    targetKind?: string
    targetName?: string
    actor?: string
    limit: number
    before?: { at: Date; id: string }
  },
): Promise<AuditEventRecord[]> {
  const { targetKind, targetName, actor, limit, before } = filter
  return reader.auditEvent.findMany({
    where: {
      targetKind,
      targetName,
      actorName: actor,
      ...(before && { OR: [{ at: { lt: before.at } }, { at: before.at, id: { lt: before.id } }] }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  })
}
