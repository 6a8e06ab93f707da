import { say } from '@/lib/words/sentence'
import 'server-only'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { findRevision } from '@/lib/db/revisions'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { type OperationView, RollBackInput } from '@/lib/services/schemas/operations'
import { listLiving, stillLive } from './living'
import { refuseWhileDeleting } from './save-lane-group'
import { operationView, startOperation } from './start-operation'
import { staleRevision, writeRevision } from './write-revision'

/** A new revision with the document and the baseline images of an earlier one, pushed in place of what is running. */
export async function rollBack(
  ctx: ServiceContext,
  input: {
    group: string
    revision: number
    reason?: string
    ifRevision?: number
    ifOperation?: string | null
  },
): Promise<{ operation: OperationView }> {
  requireRole(ctx, 'operator')
  const { revision: number } = parseInput(RollBackInput, { revision: input.revision })
  const group = await getLaneGroup(ctx.db, input.group)
  const wanted = input.ifRevision ?? group.revision
  if (wanted !== group.revision) throw staleRevision(group.name, group.revision)
  const operation = await ctx.db.$transaction(async (tx) => {
    const earlier = await findRevision(tx, group.id, number)
    if (!earlier) throw new AppError('NotFound', say('refusals.noRevision', { name: group.name, number }))
    await refuseWhileDeleting(tx, group)
    const { document, baseline } = earlier
    const living = await listLiving(tx, group.id)
    const isElsewhere = document.spec.cluster !== group.cluster || document.spec.namespace !== group.namespace
    if (isElsewhere && living.length > 0) {
      throw stillLive(say('refusals.revisionElsewhere', { number }), living)
    }
    const message = input.reason ?? `#${number}`
    const revision = await writeRevision(tx, ctx, group, { document, baseline, cause: 'rollback', message })
    const { reason, ifOperation } = input
    return startOperation(tx, ctx, group, { kind: 'rollback', revision, reason, ifOperation })
  })
  return { operation: await operationView(ctx, operation) }
}
