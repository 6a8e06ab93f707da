import { findOperationDetail } from '@/lib/db/operations'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { OperationView } from '@/lib/services/schemas/operations'
import { say } from '@/lib/words/sentence'
import { toOperationView } from './operation-view'

export async function getOperation(ctx: ServiceContext, input: { id: string }): Promise<OperationView> {
  requireRole(ctx, 'viewer')
  const found = await findOperationDetail(ctx.db, input.id)
  if (!found) throw new AppError('NotFound', say('refusals.noOperation', { id: input.id }))
  return toOperationView(found, ctx.language)
}
