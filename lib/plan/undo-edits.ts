import { valueAt, withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { groupBy } from './group-by'
import { sameValue } from './same-value'
import type { StoredEdit } from './types'

/**
 * What a field is without a stored edit, or null when others have changed what the edit put there. Of a list that the edit
 * only added items to, those items go, whatever others did with the rest of it, unless nothing would be left: then what the
 * edit added is all that its owner has, as after a switch that moved the route to the lane's Service.
 */
export function undone(object: KubeObject, edit: StoredEdit): { value: unknown } | null {
  if (object.metadata.uid !== edit.uid) return null
  const value = valueAt(object, edit.path)
  if (sameValue(value, edit.after)) return { value: edit.before }
  const added = addedItems(edit)
  if (added === null || !Array.isArray(value)) return null
  const rest = without(value, added)
  return rest === null || rest.length === 0 ? null : { value: rest }
}

/** The items that an edit added to a list; null when it did something else. */
function addedItems({ before, after }: StoredEdit): unknown[] | null {
  if (!Array.isArray(before) || !Array.isArray(after)) return null
  return without(after, before)
}

/** A list without these items, each taken once; null when one is not in it. */
function without(list: readonly unknown[], items: readonly unknown[]): unknown[] | null {
  const rest = [...list]
  for (const item of items) {
    const index = rest.findIndex((one) => sameValue(one, item))
    if (index < 0) return null
    rest.splice(index, 1)
  }
  return rest
}

/** The live objects as their owners wrote them: without those of our edits that still stand, in whatever version of their kind these were made. */
export function undoEdits(objects: readonly KubeObject[], edits: readonly StoredEdit[]): KubeObject[] {
  const byUid = groupBy(edits, ({ uid }) => uid)
  return objects.map((object) =>
    (byUid.get(object.metadata.uid ?? '') ?? []).reduce((written, edit) => {
      const found = undone(object, edit)
      return found === null ? written : withValueAt(written, edit.path, found.value)
    }, object),
  )
}
