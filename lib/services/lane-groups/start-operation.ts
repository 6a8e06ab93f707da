import type { Transaction } from '@/lib/db/client'
import type { LaneGroupRecord } from '@/lib/db/lane-groups'
import { findOperationDetail } from '@/lib/db/operations'
import type { OperationKind } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { enqueueOperation } from '@/lib/operations/enqueue'
import { failpoint } from '@/lib/operations/failpoint'
import { recordAudit } from '@/lib/services/audit/record-audit'
import type { ServiceContext } from '@/lib/services/context'
import { toOperationView } from '@/lib/services/operations/operation-view'
import type { OperationView } from '@/lib/services/schemas/operations'
import { say } from '@/lib/words/sentence'

export type Start = { kind: OperationKind; revision: number; lane?: string; reason?: string }

/** Puts an operation in line and its event into the audit, in the caller's transaction. */
export async function startOperation(
  tx: Transaction,
  ctx: ServiceContext,
  group: LaneGroupRecord,
  { kind, revision, lane, reason }: Start,
): Promise<string> {
  const { id: groupId, name } = group
  const operation = await enqueueOperation(tx, { kind, groupId, revision, lane, actor: ctx.actor })
  await recordAudit(tx, ctx, {
    action: `start-${kind}`,
    target: { kind: 'LaneGroup', name },
    after: { operation, revision, ...(lane !== undefined && { lane }) },
    reason,
  })
  failpoint('before-commit')
  return operation
}

export async function operationView(ctx: ServiceContext, id: string): Promise<OperationView> {
  failpoint('after-commit')
  const found = await findOperationDetail(ctx.db, id)
  if (!found) throw new AppError('NotFound', say('refusals.noOperation', { id }))
  return toOperationView(found, ctx.language)
}
