import { say } from '@/lib/words/sentence'
import 'server-only'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { listLiving } from './living'
import { readBaseline } from './read-baseline'
import { refuseWhileDeleting } from './save-lane-group'
import { operationView, startOperation } from './start-operation'
import { withoutLane } from './without-lane'
import { staleRevision, writeRevision } from './write-revision'

export type LaneInput = {
  group: string
  lane: string
  ifRevision?: number | null
  ifOperation?: string | null
  reason?: string
}

/** Takes a lane out of the document, and its routes and objects off the cluster. */
export async function removeLane(
  ctx: ServiceContext,
  input: LaneInput,
): Promise<{ operation: OperationView }> {
  requireRole(ctx, 'operator')
  const group = await getLaneGroup(ctx.db, input.group)
  const wanted = input.ifRevision ?? group.revision
  if (wanted !== group.revision) throw staleRevision(group.name, group.revision)
  await requireLane(ctx, group, input.lane)
  const document = withoutLane(group.document, input.lane)
  const { baseline } = await readBaseline(ctx, group.clusterId, document)
  const operation = await ctx.db.$transaction(async (tx) => {
    await refuseWhileDeleting(tx, group)
    const message = input.reason ?? null
    const next = { document, baseline, cause: 'remove', message } as const
    const revision = await writeRevision(tx, ctx, group, next)
    return startOperation(tx, ctx, group, {
      kind: 'remove',
      revision,
      lane: input.lane,
      reason: input.reason,
      ifOperation: input.ifOperation,
    })
  })
  return { operation: await operationView(ctx, operation) }
}

/** In the document, or dropped from it while something of it lives. Raises `NotFound`. */
export async function requireLane(ctx: ServiceContext, group: LaneGroupRecord, tag: string): Promise<void> {
  if (group.document.spec.lanes.some((lane) => lane.tag === tag)) return
  const living = await listLiving(ctx.db, group.id)
  if (living.some(({ lane }) => lane === tag)) return
  throw new AppError('NotFound', say('refusals.noLane', { group: group.name, lane: tag }))
}
