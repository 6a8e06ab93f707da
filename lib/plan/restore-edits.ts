import { isJsonObject } from '@/lib/domain/json'
import { valueAt, withValueAt } from '@/lib/domain/json-pointer'
import { refKey } from '@/lib/domain/kube-object'
import { objectIndex } from './find-object'
import { groupBy } from './group-by'
import { sameValue } from './same-value'
import type { DesiredEdit, LiveState, StoredEdit } from './types'

/**
 * What a field that we changed should hold, given what it holds now: what we put there. Of a list, items that others have
 * added since stay at their places.
 */
export function restoredValue({ before, after }: StoredEdit, value: unknown): unknown {
  return withAdded(after, addedByOthers({ before, after }, value))
}

/** The edits with what others have added to their lists on both sides, so that neither making nor undoing them takes it away. */
export function keepAdded(edits: readonly DesiredEdit[], live: LiveState): DesiredEdit[] {
  const find = objectIndex(live.objects)
  return edits.map((edit) => {
    const stored = live.edits.find(({ ref, path }) => refKey(ref) === refKey(edit.ref) && path === edit.path)
    if (stored === undefined) return edit
    const added = addedByOthers(stored, valueAt(find(edit.ref), edit.path))
    return { ...edit, before: withAdded(edit.before, added), after: withAdded(edit.after, added) }
  })
}

type Added = { item: unknown; place: number }[]

function withAdded(list: unknown, added: Added): unknown {
  if (!Array.isArray(list)) return list
  return added.reduce((all: unknown[], { item, place }) => all.toSpliced(place, 0, item), [...list])
}

/** Items that neither stood there before our change nor are a changed form of one of ours. */
function addedByOthers({ before, after }: Pick<StoredEdit, 'before' | 'after'>, value: unknown): Added {
  if (!Array.isArray(after) || !Array.isArray(value) || value.length <= after.length) return []
  const known = [...(Array.isArray(before) ? before : []), ...after]
  const names = new Set(known.flatMap(nameOf))
  return value.flatMap((item, place) => {
    const isOld = known.some((one) => sameValue(one, item)) || nameOf(item).some((name) => names.has(name))
    return isOld ? [] : [{ item, place }]
  })
}

/** The objects as they would be if nobody had touched the fields that we changed: what our routes are rendered upon. */
export function restoreEdits(live: LiveState): LiveState {
  const byUid = groupBy(live.edits, ({ uid }) => uid)
  const objects = live.objects.map((object) =>
    (byUid.get(object.metadata.uid ?? '') ?? []).reduce(
      (restored, { path, after }) => withValueAt(restored, path, after),
      object,
    ),
  )
  return { ...live, objects }
}

function nameOf(item: unknown): string[] {
  return isJsonObject(item) && typeof item.name === 'string' ? [item.name] : []
}
