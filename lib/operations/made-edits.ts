import type { EditRecord } from '@/lib/db/object-edits'
import { valueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { sameValue } from '@/lib/plan/same-value'
import type { StoredEdit } from '@/lib/plan/types'

/** The edits that stand on the cluster. */
export function madeEdits(records: readonly EditRecord[], objects: readonly KubeObject[]): StoredEdit[] {
  const live = new Map(objects.map((object) => [refKey(refOf(object)), object]))
  return records.flatMap((record) => {
    const value = valueAt(live.get(refKey(record.ref)), record.path)
    return standingEdit(record, value) ?? []
  })
}

/**
 * Which of our changes of a field stands, given what the field holds: the one that the cluster confirmed; and where it was
 * only asked for when its operation ended, that one, the one whose place it was to take, or none when the field still holds
 * what it held before.
 */
export function standingEdit(record: EditRecord, value: unknown): StoredEdit | null {
  const { ref, uid, path, before, after, applied, former } = record
  const asked = { ref, uid, path, before, after }
  if (applied || sameValue(value, after)) return asked
  if (former !== null && sameValue(value, former.after)) return { ...asked, ...former }
  return sameValue(value, before) ? null : asked
}
