import 'server-only'
import { saveHealStop } from '@/lib/db/drift'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { findUnfinishedOperation } from '@/lib/db/unfinished-operation'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { lockedGroup } from '@/lib/services/lane-groups/locked-group'
import { operationView, startOperation } from '@/lib/services/lane-groups/start-operation'
import type { OperationView } from '@/lib/services/schemas/operations'
import { say } from '@/lib/words/sentence'
import { driftedBaselineImages } from './drifted-baseline-images'
import { getDriftGroup, readDrift } from './read-drift'
import { whyNotReapply } from './why-not'

/**
 * Brings the cluster back to the revision that was pushed last, without a new one. Only fields of objects that we made are
 * forced. Asked for twice it is done once. Raises `Conflict` where something stands in the way.
 */
export async function reapplyDrift(
  ctx: ServiceContext,
  input: { group: string; reason?: string },
): Promise<{ operation: OperationView }> {
  requireRole(ctx, 'operator')
  const known = await getLaneGroup(ctx.db, input.group)
  const seen = await getDriftGroup(ctx.db, known)
  const reading = await readDrift(ctx.db, seen)
  const operation = await ctx.db.$transaction(async (tx) => {
    const group = await lockedGroup(tx, known)
    const running = await findUnfinishedOperation(tx, group.id)
    if (running?.kind === 'heal') return running.id
    const why = whyNotReapply({ ...seen, running: running?.id ?? null }, reading)
    if (why !== null) throw new AppError('Conflict', why)
    const revision = group.pushedRevision
    if (revision === null) throw new AppError('Conflict', say('drifting.nothingPushed', { name: group.name }))
    // What stopped healing by itself waited for a person's word; this is it.
    await saveHealStop(tx, group.id, null)
    const images = await driftedBaselineImages(tx, group, reading.findings)
    return startOperation(tx, ctx, group, { kind: 'heal', revision, images, reason: input.reason })
  })
  return { operation: await operationView(ctx, operation) }
}
