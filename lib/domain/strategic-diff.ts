import { asObjects, isJsonObject, type JsonObject } from './json'
import { itemKey, listKeysOf } from './list-keys'

/**
 * The smallest strategic merge patch that turns `base` into `wanted`: `strategicMerge(base, patch)` gives `wanted` but for
 * the order of lists whose items have keys. A field that is gone becomes null, an item that is gone `$patch: delete`.
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/#use-a-strategic-merge-patch-to-update-a-deployment
 */
export function strategicDiff(base: JsonObject, wanted: JsonObject): JsonObject {
  const patch: JsonObject = {}
  for (const field of new Set([...Object.keys(base), ...Object.keys(wanted)])) {
    const old = base[field]
    const value = wanted[field]
    if (isSame(old, value)) continue
    if (value === undefined || value === null) patch[field] = null
    else if (isJsonObject(value)) patch[field] = strategicDiff(isJsonObject(old) ? old : {}, value)
    else if (Array.isArray(value)) patch[field] = listDiff(field, Array.isArray(old) ? old : [], value)
    else patch[field] = value
  }
  return patch
}

function listDiff(field: string, old: readonly unknown[], wanted: readonly unknown[]): unknown[] {
  const before = asObjects(old)
  const after = asObjects(wanted)
  const sample = after[0] ?? before[0]
  const keys = sample && after.length === wanted.length ? listKeysOf(field, sample) : undefined
  if (keys === undefined) return [...wanted]
  const keyOf = (item: JsonObject) => itemKey(keys, item)
  const known = new Map(before.map((item) => [keyOf(item), item]))
  const kept = new Set(after.map(keyOf))
  const named = (item: JsonObject) => Object.fromEntries(keys.map((key) => [key, item[key]]))
  const changed = after.flatMap((item) => {
    const base = known.get(keyOf(item))
    if (base === undefined) return [item]
    return isSame(base, item) ? [] : [{ ...named(item), ...strategicDiff(base, item) }]
  })
  const gone = before.filter((item) => !kept.has(keyOf(item)))
  return [...changed, ...gone.map((item) => ({ ...named(item), $patch: 'delete' }))]
}

/** Whether two JSON values say the same; fields that are null count as absent, the order of fields does not count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b || ((a ?? null) === null && (b ?? null) === null)) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]))
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((field) => isSame(a[field], b[field]))
}
