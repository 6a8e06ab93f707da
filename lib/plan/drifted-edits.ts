import { pointerKeys, valueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { type DriftedField, differences, withWriters } from './drifted-fields'
import { restoredValue } from './restore-edits'
import type { FieldDiff, StoredEdit } from './types'

/** The fields of a user's object that we had changed and that hold something else now. */
export function driftedEdits(live: KubeObject, edits: readonly StoredEdit[]): DriftedField[] {
  const diffs = edits.flatMap((edit) => diffsOf(live, edit))
  return diffs.length === 0 ? [] : withWriters(live, diffs, { skipOurs: false })
}

function diffsOf(live: KubeObject, edit: StoredEdit): FieldDiff[] {
  const { path } = edit
  const value = valueAt(live, path)
  const after = restoredValue(edit, value)
  const field = fieldWords(live, path)
  if (after !== undefined) return differences(value, after, field)
  return value === undefined ? [] : [{ path: field, before: value, after: undefined }]
}

/** A JSON pointer in words: items of lists that have names go by them, others by their place. */
export function fieldWords(object: KubeObject, pointer: string): string {
  let at: unknown = object
  return pointerKeys(pointer).reduce((text, key) => {
    const list = at
    at = valueAt({ at }, `/at/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    if (!Array.isArray(list)) return text === '' ? key : `${text}.${key}`
    const name: unknown = typeof at === 'object' && at !== null ? Reflect.get(at, 'name') : undefined
    return `${text}[${typeof name === 'string' && /containers$/i.test(text) ? name : key}]`
  }, '')
}
