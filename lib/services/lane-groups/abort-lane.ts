import 'server-only'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { lockedGroup } from './locked-group'
import { type LaneInput, requireLane } from './remove-lane'
import { operationView, startOperation } from './start-operation'

/**
 * Brings the cluster back to the last revision that was pushed with success (or to nothing of ours), in place of
 * whatever the group is doing. Accepted in every state; the document stays as it is saved.
 */
export async function abortLane(
  ctx: ServiceContext,
  input: LaneInput,
): Promise<{ operation: OperationView }> {
  requireRole(ctx, 'operator')
  const known = await getLaneGroup(ctx.db, input.group)
  await requireLane(ctx, known, input.lane)
  const operation = await ctx.db.$transaction(async (tx) => {
    const group = await lockedGroup(tx, known)
    const revision = group.pushedRevision ?? 0
    const { lane, reason, ifOperation } = input
    return startOperation(tx, ctx, group, { kind: 'abort', revision, lane, reason, ifOperation })
  })
  return { operation: await operationView(ctx, operation) }
}
