import { listOwnedObjects } from '@/lib/db/owned-objects'
import { type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import type { ObjectResult, StepName } from '@/lib/domain/operation'
import { holdForBaseline } from '@/lib/operations/hold-for-baseline'
import type { Run } from '@/lib/operations/run'
import { settleStep } from '@/lib/operations/settle-step'
import { waitAccepted } from '@/lib/operations/wait-accepted'
import type { LiveState } from '@/lib/plan/types'

/** Makes the changes of one step until live is as desired. */
export async function changeStep(run: Run, step: StepName): Promise<void> {
  const { log, operation } = run
  if (step === 'routes' || step === 'close-routes') await holdForBaseline(run, step)
  const settled = await settleStep(run, step)
  const { didWork, live } = settled
  const unresolved = log.unresolved(step)
  if (unresolved.length > 0) await resolve(run, step, unresolved, live)
  const known = operation.steps.find(({ name }) => name === step)
  const wasBegun = known !== undefined && known.startedAt !== null
  const waited = step === 'routes' && (await waitAccepted(run, settled))
  log.step(step, didWork || wasBegun || waited ? 'succeeded' : 'skipped')
  await log.commit()
}

/** The step has nothing left to do, so what was begun when a run was killed is done: this says what it was. */
async function resolve(run: Run, step: StepName, refs: readonly ObjectRef[], live: LiveState): Promise<void> {
  const stands = new Set(live.objects.map((object) => refKey(refOf(object))))
  const made = (await listOwnedObjects(run.db, run.group.id))
    .filter(({ operationId }) => operationId === run.operation.id)
    .map(({ ref }) => refKey(ref))
  for (const ref of refs) {
    const key = refKey(ref)
    const kept: ObjectResult = step === 'close-routes' ? 'restored' : 'configured'
    run.log.object(step, ref, !stands.has(key) ? 'deleted' : made.includes(key) ? 'created' : kept)
  }
}
