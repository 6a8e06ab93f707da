import 'server-only'
import { findLaneGroup } from '@/lib/db/lane-groups'
import { findOperationDetail } from '@/lib/db/operations'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { StuckView } from '@/lib/services/schemas/lanes'
import { say } from '@/lib/words/sentence'
import { seeNamespace } from './cluster-sight'
import { stuckCausesOf } from './stuck-causes-of'

/** Why an operation does not get on, or failed; nothing for one that ended well or whose group is gone. */
export async function explainOperation(ctx: ServiceContext, input: { id: string }): Promise<StuckView> {
  requireRole(ctx, 'viewer')
  const operation = await findOperationDetail(ctx.db, input.id)
  if (!operation) throw new AppError('NotFound', say('refusals.noOperation', { id: input.id }))
  const asOf = ctx.now().toISOString()
  if (operation.state === 'succeeded' || operation.state === 'aborted') return { asOf, causes: [] }
  const group = await findLaneGroup(ctx.db, { name: operation.group })
  if (!group) return { asOf, causes: [] }
  const where = { groupId: group.id, clusterId: group.clusterId, namespace: group.namespace }
  const sight = await seeNamespace(ctx, where)
  return { asOf, causes: await stuckCausesOf(ctx, where, { workloads: [], operation, sight }) }
}
