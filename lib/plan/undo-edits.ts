import { valueAt, withValueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { groupBy } from './group-by'
import { sameValue } from './same-value'
import type { StoredEdit } from './types'

/** Whether a live object still holds what a stored edit put there. */
export function holdsEdit(object: KubeObject, edit: StoredEdit): boolean {
  return object.metadata.uid === edit.uid && sameValue(valueAt(object, edit.path), edit.after)
}

/** The live objects as their owners wrote them: without those of our edits that still stand. */
export function undoEdits(objects: readonly KubeObject[], edits: readonly StoredEdit[]): KubeObject[] {
  const byRef = groupBy(edits, ({ ref }) => refKey(ref))
  return objects.map((object) =>
    (byRef.get(refKey(refOf(object))) ?? [])
      .filter((edit) => holdsEdit(object, edit))
      .reduce((undone, edit) => withValueAt(undone, edit.path, edit.before), object),
  )
}
