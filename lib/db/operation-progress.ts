import type { ObjectRef } from '@/lib/domain/kube-object'
import { refKey } from '@/lib/domain/kube-object'
import type { ObjectResult, OperationState, StepState } from '@/lib/domain/operation'
import type { Words } from '@/lib/words/sentence'
import type { Transaction } from './client'
import { requiredJson, toJson } from './json'

export type ObjectProgress = {
  stepId: string
  position: number
  ref: ObjectRef
  result: ObjectResult
  message: Words | null
}
export type StepProgress = { id: string; state: StepState }
export type OperationProgress = {
  state?: OperationState
  error?: { code: string; message: Words; object?: ObjectRef } | null
  notices?: Words[]
}

/** Writes a batch of progress and tells the readers, once. */
export async function saveProgress(
  tx: Transaction,
  operationId: string,
  progress: {
    objects: readonly ObjectProgress[]
    steps: readonly StepProgress[]
    operation: OperationProgress | null
  },
): Promise<void> {
  await saveSteps(tx, progress.steps)
  await saveObjects(tx, progress.objects)
  if (progress.operation !== null) await saveOperation(tx, operationId, progress.operation)
  await tx.$executeRaw`
    with changed as (update operations set version = version + 1 where id = ${operationId} returning id)
    select pg_notify('lanekeeper_operation', id) from changed`
}

async function saveOperation(
  tx: Transaction,
  id: string,
  { state, error, notices }: OperationProgress,
): Promise<void> {
  const isFinal = state === 'succeeded' || state === 'failed' || state === 'aborted'
  await tx.operation.update({
    where: { id },
    data: {
      ...(state !== undefined && { state }),
      ...(error !== undefined && { error: toJson(error) }),
      ...(notices !== undefined && { notices: requiredJson(notices) }),
      ...(isFinal && { finishedAt: new Date(), leaseOwner: null, leaseUntil: null }),
    },
    select: { id: true },
  })
}

/** A step that an operation goes through again after a restart is timed anew; one that had nothing to do keeps its times. */
async function saveSteps(tx: Transaction, steps: readonly StepProgress[]): Promise<void> {
  if (steps.length === 0) return
  await tx.$executeRaw`
    update operation_steps set state = given.state,
      started_at = case when given.state in ('pending', 'skipped') then started_at
        when given.state in ('running', 'waiting') and finished_at is not null then clock_timestamp()
        else coalesce(started_at, clock_timestamp()) end,
      finished_at = case when given.state = operation_steps.state and finished_at is not null then finished_at
        when given.state in ('succeeded', 'failed', 'skipped') then clock_timestamp() end
    from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as given(id text, state text)
    where operation_steps.id = given.id`
}

async function saveObjects(tx: Transaction, objects: readonly ObjectProgress[]): Promise<void> {
  if (objects.length === 0) return
  const rows = objects.map(({ stepId, position, ref, result, message }) => ({
    step_id: stepId,
    ref_key: refKey(ref),
    position,
    ref,
    result,
    message,
  }))
  await tx.$executeRaw`
    insert into operation_objects (step_id, ref_key, position, ref, result, message, updated_at)
    select step_id, ref_key, position, ref, result, message, clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(step_id text, ref_key text, position int, ref jsonb, result text, message jsonb)
    on conflict (step_id, ref_key) do update
      set result = excluded.result, message = excluded.message, updated_at = excluded.updated_at`
}
