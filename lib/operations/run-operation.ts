import type { Database, Transaction } from '@/lib/db/client'
import { getConnection } from '@/lib/db/clusters'
import { isDatabaseAway } from '@/lib/db/database-away'
import { fenced, type Lease, LeaseLost, releaseLease, takeLease } from '@/lib/db/operation-leases'
import { type OperationProgress, saveProgress } from '@/lib/db/operation-progress'
import { findOperationTarget } from '@/lib/db/operation-target'
import { findOperation, listObjectResults, type OperationRecord } from '@/lib/db/operations'
import { storeUids } from '@/lib/db/owned-objects'
import { installationId } from '@/lib/db/settings'
import type { ObjectRef } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { connect } from '@/lib/k8s/connect'
import { log, logUnexpected } from '@/lib/log'
import { say } from '@/lib/words/sentence'
import { failpoint } from './failpoint'
import { type Guard, keepLease, type LeaseKeeper, leaseMs } from './lease-keeper'
import { ProgressLog } from './progress-log'
import { runSteps } from './run-steps'
import { Stopping, Superseded } from './stop-reasons'
import { undoPromote } from './undo-promote'
import { subscribeOperation } from './watch-operation'

export type RunOutcome = 'busy' | 'finished' | 'aborted' | 'succeeded' | 'failed' | 'lost' | 'stopped'

type Order = { operationId: string; owner: string; stopping: AbortSignal; guardNow?: () => Guard }

/** Works an operation off, from wherever an earlier run left it, if nobody else does. */
export async function runOperation(
  db: Database,
  { operationId, owner, stopping, guardNow = () => null }: Order,
): Promise<RunOutcome> {
  const guard = guardNow()
  const answer = await takeLease(db, { operationId, owner, leaseMs, isGuarded: guard !== null })
  if (answer.outcome !== 'taken') return answer.outcome
  failpoint('lease-taken')
  const keeper = keepLease(db, answer.lease, { stopping, guard, guardNow })
  // What is said of it most often is its own progress.
  const unsubscribe = subscribeOperation(operationId, ({ asksToStop }) => {
    if (asksToStop) keeper.look()
  })
  try {
    return await work(db, keeper)
  } finally {
    unsubscribe()
    keeper.close()
  }
}

async function work(db: Database, keeper: LeaseKeeper): Promise<RunOutcome> {
  const { lease } = keeper
  const operation = await findOperation(db, lease.operationId)
  if (operation === null) return 'finished'
  const progress = await openProgress(db, lease, operation)
  try {
    await begin(db, keeper, operation, progress)
    return 'succeeded'
  } catch (error) {
    const reason = keeper.signal.aborted ? keeper.signal.reason : error
    return await end(db, { lease, operation, progress, reason })
  }
}

async function begin(
  db: Database,
  keeper: LeaseKeeper,
  operation: OperationRecord,
  progress: ProgressLog,
): Promise<void> {
  const target =
    operation.groupId === null
      ? null
      : await findOperationTarget(
          db,
          operation.groupId,
          operation.kind === 'delete' ? 0 : operation.revisionNumber,
        )
  if (target === null)
    throw new AppError('NotFound', say('progress.targetGone', { name: operation.groupName }))
  const client = connect(await getConnection(db, { id: operation.clusterId }))
  progress.operation({ state: 'running', error: null })
  await runSteps({
    db,
    client,
    keeper,
    operation,
    installation: await installationId(db),
    group: target.group,
    target: target.document,
    log: progress,
    compared: null,
  })
}

async function openProgress(db: Database, lease: Lease, operation: OperationRecord): Promise<ProgressLog> {
  const stepIds = new Map(operation.steps.map(({ name, id }) => [name, id]))
  const earlier = await listObjectResults(db, operation.id)
  return new ProgressLog(
    stepIds,
    (batch) => {
      const write = async (tx: Transaction) => {
        for (const also of batch.writes) await also(tx)
        await storeUids(tx, batch.uids)
        await saveProgress(tx, operation.id, {
          objects: [...batch.objects.values()],
          steps: [...batch.steps.values()],
          operation: batch.operation,
        })
      }
      return fenced(db, lease, write, batch.changesGroup ? operation.groupId : null)
    },
    earlier,
  )
}

/** Writes down how a run ended that did not succeed. */
async function end(
  db: Database,
  run: { lease: Lease; operation: OperationRecord; progress: ProgressLog; reason: unknown },
): Promise<RunOutcome> {
  const { lease, operation, progress, reason } = run
  if (reason instanceof LeaseLost) return 'lost'
  if (reason instanceof Stopping) {
    await progress.commit().catch(() => {})
    await releaseLease(db, lease)
    return 'stopped'
  }
  if (isDatabaseAway(reason)) return giveBack(db, lease, reason)
  const isAbort = reason instanceof Superseded
  if (isAbort) failpoint('superseded')
  for (const step of progress.openSteps()) progress.step(step, isAbort ? 'skipped' : 'failed')
  progress.operation(
    isAbort ? { state: 'aborted', error: null } : { state: 'failed', error: asError(reason) },
  )
  if (!isAbort && operation.kind === 'promote')
    progress.also((tx) => undoPromote(tx, operation), { changesGroup: true })
  try {
    await progress.commit()
  } catch (error) {
    return error instanceof LeaseLost ? 'lost' : giveBack(db, lease, error)
  }
  return isAbort ? 'aborted' : 'failed'
}

/** Without the database nothing can be written; the operation is taken up again when it is back. */
async function giveBack(db: Database, lease: Lease, error: unknown): Promise<RunOutcome> {
  log().warn({ operation: lease.operationId, err: error }, 'progress could not be written')
  await releaseLease(db, lease).catch(() => {})
  return 'lost'
}

function asError(reason: unknown): NonNullable<OperationProgress['error']> {
  if (!(reason instanceof AppError)) {
    const id = logUnexpected(reason, { area: 'operation' })
    return { code: 'Internal', message: say('progress.unexpected', { id }) }
  }
  const object = refOfDetails(reason.details ?? {})
  return { code: reason.code, message: reason.words, ...(object && { object }) }
}

function refOfDetails({ apiVersion, kind, namespace, name }: Record<string, unknown>): ObjectRef | null {
  if (typeof kind !== 'string' || typeof name !== 'string') return null
  return {
    apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
    kind,
    ...(typeof namespace === 'string' && { namespace }),
    name,
  }
}
