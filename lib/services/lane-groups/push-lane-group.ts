import 'server-only'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { SeenChange } from '@/lib/services/schemas/lane-groups'
import type { OperationView } from '@/lib/services/schemas/operations'
import { admitRequest } from './admit-request'
import { planNow } from './plan-lane-group'
import { toPlanView } from './plan-view'
import { requireSeenPlan, seenPlan } from './seen-plan'
import { operationView, startOperation } from './start-operation'

export type PushLaneGroupInput = {
  group: string
  /** The revision that the caller has seen, where it matters; the last one is pushed. */
  ifRevision?: number | null
  /** What the caller has seen that it would do; anything else is refused. */
  seen?: readonly SeenChange[]
  reason?: string
}

/** Brings the cluster to the last revision. Pushing what is being pushed gives the operation that does it. */
export async function pushLaneGroup(
  ctx: ServiceContext,
  input: PushLaneGroupInput,
): Promise<{ operation: OperationView }> {
  requireRole(ctx, 'operator')
  const known = await getLaneGroup(ctx.db, input.group)
  if (input.seen !== undefined) {
    const { made } = await planNow(ctx, known, { group: input.group })
    requireSeenPlan(input.seen, seenPlan(toPlanView(known, made, ctx.language).changes))
  }
  const operation = await ctx.db.$transaction(async (tx) => {
    const { ifRevision } = input
    const { group, verdict, running } = await admitRequest(tx, known, { kind: 'push', ifRevision })
    if (verdict.answer === 'join' && running !== null) return running
    return startOperation(tx, ctx, group, { kind: 'push', revision: group.revision, reason: input.reason })
  })
  return { operation: await operationView(ctx, operation) }
}
