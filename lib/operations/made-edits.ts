import { isDeepStrictEqual } from 'node:util'
import type { EditRecord } from '@/lib/db/object-edits'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { StoredEdit } from '@/lib/plan/types'

/**
 * The edits that stand on the cluster: those the cluster confirmed, and those it was asked for when the process was
 * killed, unless the field still holds what it held before.
 */
export function madeEdits(records: readonly EditRecord[], objects: readonly KubeObject[]): StoredEdit[] {
  const live = new Map(objects.map((object) => [refKey(refOf(object)), object]))
  return records
    .filter(({ ref, path, before, applied }) => {
      if (applied) return true
      return !isDeepStrictEqual(valueAt(live.get(refKey(ref)), path), before)
    })
    .map(({ ref, uid, path, before, after }) => ({ ref, uid, path, before, after }))
}

/** The value at a JSON pointer (RFC 6901); undefined where there is none. */
export function valueAt(value: unknown, pointer: string): unknown {
  let at = value
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = Reflect.get(at, key)
  }
  return at
}
