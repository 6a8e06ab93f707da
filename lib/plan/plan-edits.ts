import { pointerKeys, valueAt, withValueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { trackedBy } from '@/lib/workloads/tracking'
import { editPatch } from './edit-patch'
import { objectIndex } from './find-object'
import { groupBy } from './group-by'
import { readable } from './merge-live'
import type { UnorderedChange } from './order'
import { managersOf } from './owned-fields'
import { sameValue } from './same-value'
import type { Conflict, Desired, DesiredEdit, LiveState, StoredEdit } from './types'
import { undone } from './undo-edits'
import { valueDiffs } from './value-diffs'

/** A stored edit to undo, and what its field becomes. */
type Restored = { edit: StoredEdit; value: unknown }

type PlannedEdits = {
  changes: UnorderedChange[]
  conflicts: Conflict[]
  notices: Notice[]
  forgotten: StoredEdit[]
}

/**
 * Changes of fields of the user's objects: those wanted now, and stored ones to undo, path by path and only where the
 * object still holds what we wrote; elsewhere the field stays and a notice says whose it is now.
 */
export function planEdits(desired: Desired, live: LiveState): PlannedEdits {
  const find = objectIndex(live.objects)
  const result: PlannedEdits = { changes: [], conflicts: [], notices: [], forgotten: [] }
  const leaving = desired.errors.length > 0 ? [] : live.edits.filter((edit) => !isWanted(edit, desired))
  const wanted = groupBy(desired.edits, ({ ref }) => refKey(ref))
  const undone = groupBy(leaving, ({ ref }) => refKey(ref))
  const moved = new Set((desired.moves ?? []).map(({ ref }) => refKey(ref)))
  for (const key of new Set([...wanted.keys(), ...undone.keys()])) {
    if (moved.has(key)) continue
    const edits = wanted.get(key) ?? []
    const leftovers = undone.get(key) ?? []
    const [first] = [...edits, ...leftovers]
    const object = first && find(first.ref)
    if (object) planObject({ object, edits, leftovers, desired, live, result })
    else result.forgotten.push(...leftovers)
  }
  return result
}

function isWanted(stored: StoredEdit, desired: Desired): boolean {
  return desired.edits.some((edit) => refKey(edit.ref) === refKey(stored.ref) && edit.path === stored.path)
}

function planObject(input: {
  object: KubeObject
  edits: readonly DesiredEdit[]
  leftovers: readonly StoredEdit[]
  desired: Desired
  live: LiveState
  result: PlannedEdits
}): void {
  const { object, edits, leftovers, desired, live, result } = input
  const sets = edits.filter((edit) => !sameValue(valueAt(object, edit.path), edit.after))
  const restores = leftovers.flatMap((edit): Restored[] => {
    const found = undone(object, edit)
    return found === null ? [] : [{ edit, value: found.value }]
  })
  for (const edit of leftovers) {
    if (restores.some((restored) => restored.edit === edit)) continue
    result.forgotten.push(edit)
    if (!sameValue(valueAt(object, edit.path), edit.before)) result.notices.push(keptNotice(object, edit))
  }
  const tool = sets.length > 0 && !desired.allowManaged ? trackedBy(object) : null
  if (tool !== null) {
    result.conflicts.push(managed(object, tool, sets[0]?.path ?? null))
    return
  }
  const isNew = ({ ref, path }: DesiredEdit) =>
    !live.edits.some((edit) => refKey(edit.ref) === refKey(ref) && edit.path === path)
  const holds = sets.length > 0 && restores.length === 0 && sets.every((edit) => edit.hold && isNew(edit))
  if (edits.length > 0 || restores.length > 0)
    result.changes.push(editChange({ object, sets, restores, holds }))
}

function editChange(input: {
  object: KubeObject
  sets: readonly DesiredEdit[]
  restores: readonly Restored[]
  holds: boolean
}): UnorderedChange {
  const { object, sets, restores, holds } = input
  const values = [
    ...sets.map(({ path, after }) => ({ path, value: after })),
    ...restores.map(({ edit, value }) => ({ path: edit.path, value })),
  ]
  const isSame = values.length === 0
  const after = values.reduce((changed, { path, value }) => withValueAt(changed, path, value), object)
  const uid = object.metadata.uid ?? ''
  const isInner = sets.length > 0 && sets.every(({ phase }) => phase === 'inner')
  return {
    action: isSame ? 'unchanged' : 'update',
    ...(holds && { hold: true as const }),
    stage: isInner || holds ? 'make' : 'route',
    phase: isInner ? 'inner' : 'route',
    object: refOf(object),
    uid: object.metadata.uid ?? null,
    owner: 'user',
    lane: null,
    application: null,
    wait: 'none',
    diff: values.flatMap(({ path, value }) =>
      valueDiffs(pointerKeys(path).join('.'), valueAt(object, path), value),
    ),
    before: readable(object),
    after: readable(after),
    ...(!isSame && {
      patch: editPatch(object, values),
      edits: sets.map(({ ref, path, before, after }) => ({ ref, uid, path, before, after })),
      restores: restores.map(({ edit }) => edit),
    }),
  }
}

function keptNotice(object: KubeObject, edit: StoredEdit): Notice {
  const keys = pointerKeys(edit.path)
  const field = keys.join('.')
  const who = object.metadata.uid === edit.uid ? managersOf(object, keys).join(', ') : ''
  const by = who === '' ? say('planning.somebodyElse') : who
  const message = say('planning.kept', { kind: object.kind, name: object.metadata.name, field, by })
  return {
    code: 'Kept',
    severity: 'warning',
    message,
    object: refOf(object),
    path: field,
    params: { field, ...(who !== '' && { by: who }) },
  }
}

function managed(object: KubeObject, tool: string, path: string | null): Conflict {
  const field = path === null ? null : pointerKeys(path).join('.')
  const named = { kind: object.kind, name: object.metadata.name, tool }
  const message =
    field === null ? say('planning.managed', named) : say('planning.managedField', { ...named, field })
  return { object: refOf(object), code: 'Managed', message, manager: tool, field }
}
