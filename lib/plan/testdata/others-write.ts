import { asObject, isJsonObject, type JsonObject } from '@/lib/domain/json'
import { pointerKeys, pointerOf, valueAt, withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { listKeysOf } from '@/lib/domain/list-keys'

/** Somebody else's write of one field, as the API server would keep book of it: the field becomes theirs. */
export function othersWrite(
  object: KubeObject,
  path: string,
  value: unknown,
  { manager = 'kubectl-edit', time = '2026-01-02T03:04:05Z', subresource }: { manager?: string; time?: string; subresource?: string } = {},
): KubeObject {
  const steps = fieldSteps(object, path)
  const changed = withValueAt(object, path, value)
  const entries = (object.metadata.managedFields ?? []).map((entry) => ({
    ...entry,
    fieldsV1: without(asObject(entry.fieldsV1), steps),
  }))
  const theirs = { manager, operation: 'Update', time, ...(subresource && { subresource }), fieldsV1: value === undefined ? {} : nested(steps) }
  return { ...changed, metadata: { ...changed.metadata, managedFields: [...entries, theirs] } }
}

/** JSON pointers of all single values that an object's lists and fields hold; a list without keys is one value. */
export function leavesOf(value: unknown, path = '', field = ''): string[] {
  if (isJsonObject(value)) {
    const inner = Object.entries(value).flatMap(([key, one]) => leavesOf(one, `${path}${pointerOf([key])}`, key))
    return inner.length === 0 ? [path] : inner
  }
  if (!Array.isArray(value)) return [path]
  const first = value.find(isJsonObject)
  if (first === undefined || listKeysOf(field, first) === undefined) return [path]
  return value.flatMap((item, index) => leavesOf(item, `${path}/${index}`, ''))
}

/** Whether a pointer names a key of a list's item: who changes it makes another item. */
export function isItemKey(root: unknown, path: string): boolean {
  const keys = pointerKeys(path)
  const [last = '', index = '', field = ''] = keys.toReversed()
  const item = valueAt(root, pointerOf(keys.slice(0, -1)))
  return /^\d+$/.test(index) && isJsonObject(item) && (listKeysOf(field, item) ?? []).includes(last)
}

function fieldSteps(object: KubeObject, path: string): string[] {
  let at: unknown = object
  let field = ''
  const steps: string[] = []
  for (const key of pointerKeys(path)) {
    if (Array.isArray(at)) {
      const item = at[Number(key)]
      const keys = isJsonObject(item) ? listKeysOf(field, item) : undefined
      if (keys === undefined) return steps
      steps.push(`k:${JSON.stringify(Object.fromEntries(keys.map((name) => [name, asObject(item)[name] ?? 'TCP'])))}`)
      at = item
    } else {
      steps.push(`f:${key}`)
      at = asObject(at)[key]
      field = key
    }
  }
  return steps
}

function without(fields: JsonObject, [step, ...rest]: readonly string[]): JsonObject {
  if (step === undefined || !(step in fields)) return fields
  if (rest.length === 0) {
    const { [step]: _gone, ...kept } = fields
    return kept
  }
  return { ...fields, [step]: without(asObject(fields[step]), rest) }
}

function nested([step, ...rest]: readonly string[]): JsonObject {
  return step === undefined ? {} : { [step]: nested(rest) }
}

