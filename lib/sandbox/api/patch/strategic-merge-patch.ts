import { badRequest } from '@/lib/sandbox/store/api-error'
import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import type { ListType, StructType, Type } from '@/lib/sandbox/store/schema/type'

const order = '$setElementOrder/'
const deletion = '$deleteFromPrimitiveList/'

/**
 * Applies a strategic merge patch by the list keys of the type; understands `$patch`, `$retainKeys`,
 * `$setElementOrder` and `$deleteFromPrimitiveList`. Gives a new value; throws BadRequest where a key is missing.
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function strategicMergePatch(type: StructType, target: JsonObject, patch: JsonObject): JsonObject {
  return patchObject(type, target, patch)
}

function patchObject(type: Type, target: JsonObject, patch: JsonObject): JsonObject {
  if (patch.$patch === 'replace') return withoutDirectives(patch)
  if (patch.$patch === 'delete') return {}
  const result: JsonObject = { ...target }
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || name.startsWith('$')) continue
    if (value === null) delete result[name]
    else result[name] = patchValue(memberType(type, name), result[name], value)
  }
  for (const [name, value] of Object.entries(patch)) applyDirective(type, target, result, name, value)
  return result
}

function applyDirective(
  type: Type,
  target: JsonObject,
  result: JsonObject,
  name: string,
  value: Json | undefined,
): void {
  if (!Array.isArray(value)) return
  if (name === '$retainKeys') {
    for (const key of Object.keys(result)) if (!value.includes(key)) delete result[key]
  } else if (name.startsWith(deletion)) {
    const field = name.slice(deletion.length)
    const list = result[field]
    if (Array.isArray(list)) result[field] = list.filter((item) => !value.includes(item))
  } else if (name.startsWith(order)) {
    const field = name.slice(order.length)
    const list = result[field]
    const listType = memberType(type, field)
    if (Array.isArray(list) && listType.is === 'list')
      result[field] = ordered(listType, list, value, target[field])
  }
}

function patchValue(type: Type, target: Json | undefined, patch: Json): Json {
  if (isJsonObject(patch)) return patchObject(type, isJsonObject(target) ? target : {}, patch)
  if (!Array.isArray(patch) || type.is !== 'list') return patch
  const current = Array.isArray(target) ? target : []
  if (type.set) return [...current, ...patch.filter((item) => !current.includes(item))]
  return type.keys.length === 0 ? patch : patchItems(type, current, patch)
}

function patchItems(type: ListType, current: readonly Json[], patch: readonly Json[]): Json[] {
  if (patch.some((item) => isJsonObject(item) && item.$patch === 'replace')) {
    return patch.filter((item) => !(isJsonObject(item) && item.$patch === 'replace'))
  }
  const key = type.keys[0] ?? ''
  let result = [...current]
  for (const item of patch) {
    if (!isJsonObject(item))
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`)
    const id = item[key]
    if (id === undefined)
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`)
    const index = result.findIndex((candidate) => isJsonObject(candidate) && candidate[key] === id)
    if (item.$patch === 'delete')
      result = result.filter((candidate) => !(isJsonObject(candidate) && candidate[key] === id))
    else if (index === -1) result.push(patchObject(type.item, {}, item))
    else result[index] = patchValue(type.item, result[index], item)
  }
  return result
}

/**
 * Items that the order names, in that order, merged with the others in the order that they had: one of the others
 * comes as soon as it stood before the named one that is next.
 */
function ordered(
  type: ListType,
  list: readonly Json[],
  wanted: readonly Json[],
  before: Json | undefined,
): Json[] {
  const key = type.keys[0]
  const idOf = (item: Json): Json | undefined => (key === undefined || !isJsonObject(item) ? item : item[key])
  const wantedIds = wanted.map(idOf)
  const oldIds = Array.isArray(before) ? before.map(idOf) : []
  const named = list.filter((item) => wantedIds.includes(idOf(item)))
  named.sort((a, b) => wantedIds.indexOf(idOf(a)) - wantedIds.indexOf(idOf(b)))
  const others = list.filter((item) => !wantedIds.includes(idOf(item)))
  const stoodBefore = (item: Json, place: number) => {
    const own = oldIds.indexOf(idOf(item))
    return own !== -1 && own < place
  }
  const result: Json[] = []
  for (const item of named) {
    const place = oldIds.indexOf(idOf(item))
    for (let next = others[0]; next !== undefined && stoodBefore(next, place); next = others[0]) {
      result.push(next)
      others.shift()
    }
    result.push(item)
  }
  return [...result, ...others]
}

function memberType(type: Type, name: string): Type {
  if (type.is === 'struct') return type.fields.get(name)?.type ?? { is: 'any' }
  return type.is === 'map' ? type.item : { is: 'any' }
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !name.startsWith('$')))
}
