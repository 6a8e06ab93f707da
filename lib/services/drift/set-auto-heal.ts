import 'server-only'
import { saveAutoHeal } from '@/lib/db/drift'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { lockedGroup } from '@/lib/services/lane-groups/locked-group'
import { getDriftGroup } from './read-drift'

/** Whether drift of a group is healed without being asked. Switching it on again begins anew after a stop. */
export async function setAutoHeal(
  ctx: ServiceContext,
  input: { group: string; on: boolean },
): Promise<{ on: boolean }> {
  requireRole(ctx, 'operator')
  const known = await getLaneGroup(ctx.db, input.group)
  const { autoHeal: before, healStopped } = await getDriftGroup(ctx.db, known)
  await ctx.db.$transaction(async (tx) => {
    const group = await lockedGroup(tx, known)
    await saveAutoHeal(tx, group.id, input.on)
    await recordAudit(tx, ctx, {
      action: 'set-auto-heal',
      target: { kind: 'LaneGroup', name: group.name },
      before: { on: before, ...(healStopped && { stopped: healStopped }) },
      after: { on: input.on },
    })
  })
  return { on: input.on }
}
