import 'server-only'
import type { Transaction } from '@/lib/db/client'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { findOperation } from '@/lib/db/operations'
import { findUnfinishedOperation } from '@/lib/db/unfinished-operation'
import { withdrawPromote } from '@/lib/operations/withdraw-promote'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { lockedGroup } from './locked-group'
import { type LaneInput, requireLane } from './remove-lane'
import { operationView, startOperation } from './start-operation'
import { staleRevision } from './write-revision'

/**
 * Brings the cluster back to the last revision that was pushed with success (or to nothing of ours), in place of
 * whatever the group is doing. Accepted in every state, unless it is another than the caller says to have seen; the
 * document stays as it is saved, but for a promote, which is taken out of it.
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
    const { lane, reason, ifOperation, ifRevision } = input
    if ((ifRevision ?? group.revision) !== group.revision) throw staleRevision(group.name, group.revision)
    const revision = await revisionToReach(tx, ctx, group)
    return startOperation(tx, ctx, group, { kind: 'abort', revision, lane, reason, ifOperation })
  })
  return { operation: await operationView(ctx, operation) }
}

/** An abort of a promote takes the promote out of the document too; every other leaves the document as it is saved. */
async function revisionToReach(
  tx: Transaction,
  ctx: ServiceContext,
  { id, pushedRevision }: LaneGroupRecord,
): Promise<number> {
  const running = await findUnfinishedOperation(tx, id, 'promote')
  const promote = running && (await findOperation(tx, running.id))
  return promote === null
    ? (pushedRevision ?? 0)
    : withdrawPromote(tx, promote, { ...ctx.actor, requestId: ctx.requestId })
}
