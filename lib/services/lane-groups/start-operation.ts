import type { Transaction } from '@/lib/db/client'
import type { LaneGroupRecord } from '@/lib/db/lane-groups'
import { findLastOperation, findOperationDetail } from '@/lib/db/operations'
import { lockGroup } from '@/lib/db/unfinished-operation'
import { type OperationKind, unfinishedStates } from '@/lib/domain/operation'
import type { WantedImage } from '@/lib/domain/wanted-image'
import { AppError } from '@/lib/errors'
import { enqueueOperation } from '@/lib/operations/enqueue'
import { failpoint } from '@/lib/operations/failpoint'
import { recordAudit } from '@/lib/services/audit/record-audit'
import type { ServiceContext } from '@/lib/services/context'
import { toOperationView } from '@/lib/services/operations/operation-view'
import type { OperationView } from '@/lib/services/schemas/operations'
import { say } from '@/lib/words/sentence'

export type Start = {
  kind: OperationKind
  revision: number
  lane?: string
  images?: readonly WantedImage[]
  reason?: string
  /** The operation that the caller saw running, null for none; not given = whatever runs. */
  ifOperation?: string | null
}

/** Puts an operation in line and its event into the audit, in the caller's transaction. */
export async function startOperation(
  tx: Transaction,
  ctx: ServiceContext,
  group: LaneGroupRecord,
  { kind, revision, lane, images, reason, ifOperation }: Start,
): Promise<string> {
  if (ifOperation !== undefined) await requireSameOperation(tx, group, ifOperation)
  const { id: groupId, name } = group
  const operation = await enqueueOperation(tx, { kind, groupId, revision, lane, images, actor: ctx.actor })
  await recordAudit(tx, ctx, {
    action: `start-${kind}`,
    target: { kind: 'LaneGroup', name },
    after: { operation, revision, ...(lane !== undefined && { lane }), ...(images?.length && { images }) },
    reason,
  })
  failpoint('before-commit')
  return operation
}

/** Raises `Conflict` when something else runs than what the caller decided upon. */
export async function requireSameOperation(
  tx: Transaction,
  { id, name }: LaneGroupRecord,
  seen: string | null,
): Promise<void> {
  await lockGroup(tx, id)
  const last = await findLastOperation(tx, id)
  const running = last && unfinishedStates.some((state) => state === last.state) ? last.id : null
  if (running !== seen)
    throw new AppError('Conflict', say('refusals.groupChanged', { name }), {
      details: { group: name, operation: running },
    })
}

export async function operationView(ctx: ServiceContext, id: string): Promise<OperationView> {
  failpoint('after-commit')
  const found = await findOperationDetail(ctx.db, id)
  if (!found) throw new AppError('NotFound', say('refusals.noOperation', { id }))
  return toOperationView(found, ctx.language)
}
