import 'server-only'
import { deleteLaneGroup as deleteRecord, getLaneGroup } from '@/lib/db/lane-groups'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { admitRequest } from './admit-request'
import { documentDiff } from './document-diff'
import { operationView, requireSameOperation, startOperation } from './start-operation'

export type DeleteLaneGroupInput = {
  group: string
  retire?: boolean
  ifRevision?: number | null
  ifOperation?: string | null
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
    const { ifRevision, ifOperation, retire = false } = input
    const { group, verdict, running } = await admitRequest(tx, known, { kind: 'delete', ifRevision, retire })
    if (ifOperation !== undefined) await requireSameOperation(tx, group, ifOperation)
    if (verdict.answer === 'erase') {
      await deleteRecord(tx, group.id, group.revision)
      await recordAudit(tx, ctx, {
        action: 'delete',
        target: { kind: 'LaneGroup', name: group.name },
        before: { revision: group.revision, changes: documentDiff(group.document, null) },
        reason: input.reason,
      })
      return null
    }
    if (verdict.answer === 'join' && running !== null) return running
    return startOperation(tx, ctx, group, { kind: 'delete', revision: 0, reason: input.reason })
  })
  return operation === null ? null : { operation: await operationView(ctx, operation) }
}
