import 'server-only'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { findUnfinishedOperation } from '@/lib/db/unfinished-operation'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { lockedGroup } from './locked-group'
import { refuseWhileDeleting } from './save-lane-group'
import { operationView, startOperation } from './start-operation'
import { staleRevision } from './write-revision'

export type PushLaneGroupInput = {
  group: string
  /** The revision that the caller has seen, where it matters; the last one is pushed. */
  ifRevision?: number | null
  reason?: string
}

/** Brings the cluster to the last revision. Pushing what is being pushed gives the operation that does it. */
export async function pushLaneGroup(
  ctx: ServiceContext,
  input: PushLaneGroupInput,
): Promise<{ operation: OperationView }> {
  requireRole(ctx, 'operator')
  const known = await getLaneGroup(ctx.db, input.group)
  const operation = await ctx.db.$transaction(async (tx) => {
    const group = await lockedGroup(tx, known)
    const wanted = input.ifRevision ?? group.revision
    if (wanted !== group.revision) throw staleRevision(group.name, group.revision)
    await refuseWhileDeleting(tx, group)
    const running = await findUnfinishedOperation(tx, group.id)
    if (running?.kind === 'push' && running.revisionNumber === group.revision) return running.id
    return startOperation(tx, ctx, group, { kind: 'push', revision: group.revision, reason: input.reason })
  })
  return { operation: await operationView(ctx, operation) }
}
