import { z } from 'zod'
import { listAuditEvents } from '@/lib/db/audit-events'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { readCursor, writeCursor } from '@/lib/services/cursor'
import { parseInput } from '@/lib/services/field-errors'
import { AuditEventView, type AuditList, ListAuditInput } from '@/lib/services/schemas/audit'

const Place = z.tuple([z.iso.datetime(), z.string()])

/** Newest first. */
export async function listAudit(ctx: ServiceContext, input: ListAuditInput = {}): Promise<AuditList> {
  requireRole(ctx, 'viewer')
  const { kind, name, actor, limit, cursor } = parseInput(ListAuditInput, input)
  const place = readCursor(Place, cursor)
  const found = await listAuditEvents(ctx.db, {
    targetKind: kind,
    targetName: name,
    actor,
    limit: limit + 1,
    before: place && { at: new Date(place[0]), id: place[1] },
  })
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    items: page.map((event) =>
      AuditEventView.parse({
        id: event.id,
        at: event.at.toISOString(),
        actor: { kind: event.actorKind, name: event.actorName },
        action: event.action,
        target: { kind: event.targetKind, name: event.targetName },
        before: event.before,
        after: event.after,
        reason: event.reason,
        requestId: event.requestId,
      }),
    ),
    nextCursor: last ? writeCursor([last.at.toISOString(), last.id]) : null,
  }
}
