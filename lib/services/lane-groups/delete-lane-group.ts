import { say } from '@/lib/words/sentence'
import 'server-only'
import { deleteLaneGroup as deleteRecord, getLaneGroup } from '@/lib/db/lane-groups'
import { findUnfinishedOperation } from '@/lib/db/unfinished-operation'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { documentDiff } from './document-diff'
import { listLiving, stillLive } from './living'
import { lockedGroup } from './locked-group'
import { operationView, startOperation } from './start-operation'
import { staleRevision } from './write-revision'

export type DeleteLaneGroupInput = {
  group: string
  retire?: boolean
  ifRevision?: number | null
  reason?: string
}

/**
 * Deletes a group of which nothing lives at once (null), else, with `retire`, by an operation that takes its lanes
 * off the cluster first. Raises `StillLive` with the objects otherwise.
 */
export async function deleteLaneGroup(
  ctx: ServiceContext,
  input: DeleteLaneGroupInput,
): Promise<{ operation: OperationView } | null> {
  requireRole(ctx, 'operator')
  const known = await getLaneGroup(ctx.db, input.group)
  const operation = await ctx.db.$transaction(async (tx) => {
    const group = await lockedGroup(tx, known)
    const wanted = input.ifRevision ?? group.revision
    if (wanted !== group.revision) throw staleRevision(group.name, group.revision)
    const living = await listLiving(tx, group.id)
    const running = await findUnfinishedOperation(tx, group.id)
    if (living.length === 0 && !running) {
      await deleteRecord(tx, group.id, group.revision)
      await recordAudit(tx, ctx, {
        action: 'delete',
        target: { kind: 'LaneGroup', name: group.name },
        before: { revision: group.revision, changes: documentDiff(group.document, null) },
        reason: input.reason,
      })
      return null
    }
    if (running?.kind === 'delete') return running.id
    if (!input.retire) {
      throw stillLive(say('refusals.groupLives', { name: group.name }), living)
    }
    return startOperation(tx, ctx, group, { kind: 'delete', revision: 0, reason: input.reason })
  })
  return operation === null ? null : { operation: await operationView(ctx, operation) }
}
