import type { Transaction } from '@/lib/db/client'
import {
  type EditRecord,
  forgetEdits,
  listObjectEdits,
  markEditsApplied,
  returnToFormer,
} from '@/lib/db/object-edits'
import { completeOperation } from '@/lib/db/operation-completion'
import { fenced, isAskedToStop } from '@/lib/db/operation-leases'
import { listOwnedObjects, storeWanted } from '@/lib/db/owned-objects'
import {
  forgetUnsettledFields,
  listPromotedFields,
  releasedPath,
  settleFields,
} from '@/lib/db/promoted-fields'
import { valueAt } from '@/lib/domain/json-pointer'
import { refKey, refOf } from '@/lib/domain/kube-object'
import { failpoint } from '@/lib/operations/failpoint'
import { leftBehind } from '@/lib/operations/left-behind'
import { standingEdit } from '@/lib/operations/made-edits'
import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'
import { Superseded } from '@/lib/operations/stop-reasons'
import { sameValue } from '@/lib/plan/same-value'
import type { LiveState } from '@/lib/plan/types'

/** Writes down that the revision stands, and with a deleted group, that the group is gone. */
export async function finish(run: Run): Promise<void> {
  const { operation, group, db, keeper, log } = run
  log.step('finish', 'running')
  const { live, desired } = await replan(run)
  const stands = new Set([
    ...live.objects.map((object) => refKey(refOf(object))),
    ...desired.items.map(({ object }) => refKey(refOf(object))),
  ])
  // A guard looks at routes only: what else is gone, or otherwise, is none of its business.
  const isGuard = operation.kind === 'guard'
  const given = new Set(
    (await listPromotedFields(db, group.id)).flatMap(({ path, uid }) => (path === releasedPath ? [uid] : [])),
  )
  const owned = await listOwnedObjects(db, group.id)
  const gone = owned.filter(({ ref, uid }) => !stands.has(refKey(ref)) || (uid !== null && given.has(uid)))
  const { confirmed, returned, unmade } = settledEdits(await listObjectEdits(db, group.id), live)
  const left = leftBehind(run, { desired, live, owned })
  await log.commit()
  const end = async (tx: Transaction) => {
    // An abort that was accepted before this moment wins.
    if (await isAskedToStop(tx, operation.id)) throw new Superseded()
    await endFields(tx, operation, group.id)
    await markEditsApplied(tx, group.clusterId, confirmed)
    await returnToFormer(tx, group.clusterId, returned)
    await forgetEdits(tx, group.clusterId, unmade)
    await storeWanted(tx, left)
    await completeOperation(tx, {
      operation: { id: operation.id, finishStepId: stepId(run) },
      group: { id: group.id, pushedRevision: operation.revisionNumber || null },
      isDeletion: operation.kind === 'delete',
      forgetOwned: isGuard ? [] : gone.map(({ id }) => id),
    })
  }
  failpoint('before-complete')
  await fenced(db, keeper.lease, end, group.id)
  failpoint('after-complete')
}

/**
 * Of the edits that a killed or stopped run was about to make: those that stand now, those of which the one before
 * stands, and those that were never made.
 */
function settledEdits(
  edits: readonly EditRecord[],
  live: LiveState,
): Record<'confirmed' | 'returned' | 'unmade', EditRecord[]> {
  const objects = new Map(live.objects.map((object) => [refKey(refOf(object)), object]))
  const made = new Set(live.edits.map(({ uid, path }) => `${uid} ${path}`))
  const open = edits.filter(({ applied }) => !applied)
  const held = ({ ref, path }: EditRecord) => valueAt(objects.get(refKey(ref)), path)
  const isConfirmed = (edit: EditRecord) => sameValue(held(edit), edit.after)
  return {
    confirmed: open.filter(isConfirmed),
    returned: open.filter((edit) => {
      const { former } = edit
      if (former === null || isConfirmed(edit)) return false
      return standingEdit(edit, held(edit))?.after === former.after
    }),
    unmade: open.filter(({ uid, path }) => !made.has(`${uid} ${path}`)),
  }
}

/** What baselines were given stays from now on; what an abort has put back needs no memory. */
async function endFields(tx: Transaction, { kind }: Run['operation'], groupId: string): Promise<void> {
  if (kind === 'abort') await forgetUnsettledFields(tx, groupId)
  if (kind === 'promote' || kind === 'rollback') await settleFields(tx, groupId)
}

function stepId({ operation }: Run): string {
  const step = operation.steps.find(({ name }) => name === 'finish')
  if (step === undefined) throw new Error('the operation has no step finish')
  return step.id
}
