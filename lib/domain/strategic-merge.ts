import { asObjects, isJsonObject, type JsonObject } from './json'
import { itemKey, listKeysOf } from './list-keys'

/**
 * A strategic merge of `patch` over `base`: objects field by field, null removes, lists with keys item by item (an item
 * with `$patch: delete` is removed, a new one is added at the end), other lists are replaced. Neither input is changed.
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/#use-a-strategic-merge-patch-to-update-a-deployment
 */
export function strategicMerge(base: JsonObject, patch: JsonObject): JsonObject {
  const merged: JsonObject = { ...base }
  for (const [field, value] of Object.entries(patch)) {
    const old = Object.hasOwn(base, field) ? base[field] : undefined
    if (value === null) delete merged[field]
    else if (isJsonObject(value)) merged[field] = strategicMerge(isJsonObject(old) ? old : {}, value)
    else if (Array.isArray(value)) merged[field] = mergeList(field, old, value)
    else merged[field] = value
  }
  return merged
}

function mergeList(field: string, old: unknown, patch: readonly unknown[]): unknown[] {
  const patches = asObjects(patch)
  const [first] = patches
  const keys = first && patches.length === patch.length ? listKeysOf(field, first) : undefined
  if (keys === undefined) return [...patch]
  const items = asObjects(old)
  const byKey = new Map(patches.map((item) => [itemKey(keys, item), item]))
  const kept = items.flatMap((item) => {
    const change = byKey.get(itemKey(keys, item))
    if (change?.$patch === 'delete') return []
    return [change ? mergeItem(item, change) : item]
  })
  const known = new Set(items.map((item) => itemKey(keys, item)))
  const added = patches.filter((item) => !known.has(itemKey(keys, item)) && item.$patch !== 'delete')
  return [...kept, ...added]
}

/** An environment variable has a value or a source, never both. */
function mergeItem(item: JsonObject, change: JsonObject): JsonObject {
  const merged = strategicMerge(item, change)
  if ('value' in change && !('valueFrom' in change)) delete merged.valueFrom
  if ('valueFrom' in change && !('value' in change)) delete merged.value
  return merged
}
