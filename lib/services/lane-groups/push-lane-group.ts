import 'server-only'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { admitRequest } from './admit-request'
import { operationView, startOperation } from './start-operation'

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
    const { ifRevision } = input
    const { group, verdict, running } = await admitRequest(tx, known, { kind: 'push', ifRevision })
    if (verdict.answer === 'join' && running !== null) return running
    return startOperation(tx, ctx, group, { kind: 'push', revision: group.revision, reason: input.reason })
  })
  return { operation: await operationView(ctx, operation) }
}
