import type { OperationKind } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import type { Change } from '@/lib/plan/types'
import { dryRunChanges } from './dry-run'
import type { Run } from './run'
import { stepOf } from './step-changes'

/** What goes back or takes away is not held up by what cannot be written: it does what it can. */
const careful: ReadonlySet<OperationKind> = new Set(['push', 'promote', 'resume', 'heal'])

/**
 * Asks the server what it would say to every change before the first is made: a missing right, a namespace that is gone,
 * an object that is invalid or too large. So no half of a lane is made that could be known not to become a whole one.
 */
export async function refuseBeforeWriting(run: Run, changes: readonly Change[]): Promise<void> {
  if (!careful.has(run.operation.kind)) return
  const writes = changes.filter(({ action }) => action === 'create' || action === 'update')
  const problems = await dryRunChanges(run.client, writes, run.keeper.signal)
  // A patch whose tests fail was planned from what has changed since; the step that makes it plans again.
  const standing = problems.filter(({ change, status }) => change.patch === undefined || status !== 422)
  const [first] = standing
  if (first === undefined) return
  for (const { change, object, message } of standing)
    run.log.object(stepOf(change), object, 'failed', message)
  throw new AppError(first.code === 'Conflict' ? 'Conflict' : 'ApplyFailed', first.message, {
    details: { ...first.object, status: first.status, manager: first.manager, field: first.field },
  })
}
