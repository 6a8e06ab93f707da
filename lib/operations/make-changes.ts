import { randomUUID } from 'node:crypto'
import {
  type EditRecord,
  type EditValues,
  forgetEdits,
  intendEdits,
  listObjectEdits,
  markEditsApplied,
} from '@/lib/db/object-edits'
import { findOwner, forgetOwnedObjects, intendObjects } from '@/lib/db/owned-objects'
import { intendFields } from '@/lib/db/promoted-fields'
import { valueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { ObjectResult, OperationKind, StepName } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { clusterStatus, isPassing } from '@/lib/k8s/errors'
import { imageMoves } from '@/lib/plan/image-moves'
import { releasePatch } from '@/lib/plan/release'
import type { Change, JsonPatchOp, StoredEdit } from '@/lib/plan/types'
import { say } from '@/lib/words/sentence'
import { ChangedMeanwhile } from './changed-meanwhile'
import { changedOrRefused } from './changed-or-refused'
import { wasMadeByUs, withClaim } from './claim'
import { failpoint } from './failpoint'
import { gracePeriodMs } from './grace-period'
import { standingEdit } from './made-edits'
import type { Run } from './run'
import { waitGone } from './wait-gone'

/** Images of baselines become what they were by these. */
const putsBack: ReadonlySet<OperationKind> = new Set(['abort', 'heal'])

/**
 * Makes changes that run together. What is about to happen is durable before the cluster is asked, and what happened is
 * written as soon as it answered. All are tried; the first failure is raised.
 */
export async function makeChanges(run: Run, step: StepName, changes: readonly Change[]): Promise<void> {
  run.compared = null
  const claims = await intend(run, step, changes)
  failpoint('intended')
  const settled = await Promise.allSettled(
    changes.map((change) => makeOne(run, step, change, claims.get(change))),
  )
  await run.log.commit()
  failpoint('noted')
  run.compared = null
  for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason
}

/** Gives the claim of each object that we create or update. */
async function intend(run: Run, step: StepName, changes: readonly Change[]): Promise<Map<Change, string>> {
  const { group, operation, log } = run
  const owner = { groupId: group.id, clusterId: group.clusterId, operationId: operation.id }
  const claims = new Map<Change, string>()
  const intents: { id: string; ref: Change['object']; lane: string }[] = []
  for (const change of changes) {
    log.object(step, change.object, 'applying', imageMoves(change))
    if (change.apply === undefined) continue
    const known = change.action === 'update' ? await findOwner(run.db, group.clusterId, change.object) : null
    const id = known?.id ?? randomUUID()
    claims.set(change, id)
    if (change.action === 'create') intents.push({ id, ref: change.object, lane: change.lane ?? 'baseline' })
  }
  if (intents.length > 0) log.also((tx) => intendObjects(tx, owner, intents))
  const known = changes.some(({ edits = [] }) => edits.length > 0)
    ? await listObjectEdits(run.db, group.id)
    : []
  const edits = changes.flatMap((change) =>
    (change.edits ?? []).map((edit) => ({
      ...edit,
      former: formerOf(known, edit, change),
      lane: change.lane ?? 'baseline',
    })),
  )
  if (edits.length > 0) log.also((tx) => intendEdits(tx, owner, edits))
  // What is put back is known already: nothing new is written down.
  const fields = putsBack.has(operation.kind) ? [] : changes.flatMap(({ fields = [] }) => fields)
  if (fields.length > 0) log.also((tx) => intendFields(tx, owner, fields))
  await log.commit()
  return claims
}

/** Our change of the same field that stands as long as this one is not made. */
function formerOf(
  known: readonly EditRecord[],
  { uid, path }: Pick<StoredEdit, 'uid' | 'path'>,
  { before }: Change,
): EditValues | null {
  const record = known.find((one) => one.uid === uid && one.path === path)
  const standing = record && standingEdit(record, valueAt(before, path))
  return standing ? { before: standing.before, after: standing.after } : null
}

async function makeOne(run: Run, step: StepName, change: Change, claim: string | undefined): Promise<void> {
  try {
    run.keeper.check()
    if (change.apply !== undefined && claim !== undefined)
      await applyOurs(run, step, change, change.apply, claim)
    else if (change.releases) await giveAway(run, step, change)
    else if (change.patch !== undefined) await patchTheirs(run, step, change)
    else if (change.action === 'delete') await deleteOurs(run, step, change)
  } catch (error) {
    if (error instanceof AppError)
      run.log.object(step, change.object, isPassing(error) ? 'waiting' : 'failed', error.words)
    throw error
  }
}

async function applyOurs(
  run: Run,
  step: StepName,
  change: Change,
  body: KubeObject,
  claim: string,
): Promise<void> {
  const { log } = run
  const isNew = change.action === 'create'
  const claimed = withClaim(body, claim)
  // With the uid the server refuses to change an object that took the place of ours.
  const exact =
    isNew || change.uid === null
      ? claimed
      : { ...claimed, metadata: { ...claimed.metadata, uid: change.uid } }
  const { object, created } = await applyExact(run, exact, { force: !isNew })
  failpoint('applied')
  if (isNew && !created && !wasMadeByUs(object)) {
    await letGo(run, object, claim)
    throw new AppError(
      'Owned',
      say('progress.madeMeanwhile', { kind: object.kind, name: object.metadata.name }),
      {
        details: { ...refOf(object) },
      },
    )
  }
  if (isNew && object.metadata.uid !== undefined) log.uid(claim, object.metadata.uid)
  log.object(step, change.object, isNew ? 'created' : 'configured')
}

/** An apply of the very object whose uid it names, if it names one: ChangedMeanwhile when that is gone or another by now. */
async function applyExact({ client, keeper }: Run, object: KubeObject, { force }: { force: boolean }) {
  const { uid } = object.metadata
  try {
    return await client.apply(object, { force, signal: keeper.signal })
  } catch (error) {
    if (uid === undefined) throw error
    const patch: JsonPatchOp[] = [{ op: 'test', path: '/metadata/uid', value: uid }]
    throw await changedOrRefused(client, { ref: refOf(object), patch, signal: keeper.signal }, error)
  }
}

/** Takes back what an apply put onto an object that turned out to be another's. */
async function letGo(run: Run, object: KubeObject, claim: string): Promise<void> {
  const { apiVersion, kind, metadata } = object
  const nothing = {
    apiVersion,
    kind,
    metadata: { name: metadata.name, namespace: metadata.namespace, uid: metadata.uid },
  }
  await applyExact(run, nothing, { force: false })
  run.log.also((tx) => forgetOwnedObjects(tx, [claim]))
}

async function patchTheirs(run: Run, step: StepName, change: Change): Promise<void> {
  const { client, log, keeper, group } = run
  const { patch = [] } = change
  try {
    await client.jsonPatch(change.object, patch, { signal: keeper.signal })
  } catch (error) {
    throw await changedOrRefused(client, { ref: change.object, patch, signal: keeper.signal }, error)
  }
  failpoint('patched')
  const made = (change.edits ?? []).map(({ uid, path }) => ({ uid, path }))
  const undone = (change.restores ?? []).map(({ uid, path }) => ({ uid, path }))
  log.also((tx) => markEditsApplied(tx, group.clusterId, made))
  log.also((tx) => forgetEdits(tx, group.clusterId, undone))
  const isRestored = change.fields === undefined ? made.length === 0 : putsBack.has(run.operation.kind)
  log.object(step, change.object, isRestored ? 'restored' : 'configured', imageMoves(change))
}

/** Makes an object of ours the user's: after this it is in no list of ours. */
async function giveAway(run: Run, step: StepName, change: Change): Promise<void> {
  const { client, log, keeper, db, group } = run
  const live = await client.get(change.object, { signal: keeper.signal })
  if (live.metadata.uid !== change.uid) throw new ChangedMeanwhile('changed')
  const patch = releasePatch(live)
  try {
    await client.jsonPatch(change.object, patch, { signal: keeper.signal })
  } catch (error) {
    throw await changedOrRefused(client, { ref: change.object, patch, signal: keeper.signal }, error)
  }
  failpoint('patched')
  const row = await findOwner(db, group.clusterId, change.object)
  if (row?.groupId === group.id) log.also((tx) => forgetOwnedObjects(tx, [row.id]))
  log.object(step, change.object, 'kept', say('progress.released'))
}

async function deleteOurs(run: Run, step: StepName, change: Change): Promise<void> {
  const { client, log, keeper, db, group } = run
  if (change.uid === null || change.before === null)
    throw new Error('a delete needs the object that it deletes')
  const propagationPolicy = change.phase === 'workload' ? 'Foreground' : 'Background'
  let result: ObjectResult = 'deleted'
  try {
    const answer = await client.remove(change.object, {
      uid: change.uid,
      propagationPolicy,
      signal: keeper.signal,
    })
    failpoint('deleted')
    if (answer === 'accepted') await waitGone(run, step, change.before, gracePeriodMs(change.before))
  } catch (error) {
    if (clusterStatus(error) !== 409) throw error
    result = 'kept'
  }
  const row = await findOwner(db, group.clusterId, change.object)
  if (row?.groupId === group.id) log.also((tx) => forgetOwnedObjects(tx, [row.id]))
  log.object(step, change.object, result, result === 'kept' ? say('progress.replaced') : null)
}
