import { asObject, isJsonObject, type JsonObject } from './json'

/** The keys of a JSON pointer.
 * @see https://www.rfc-editor.org/rfc/rfc6901 */
export function pointerKeys(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Keys as a JSON pointer. */
export function pointerOf(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The value a pointer names; undefined when it, or something on the way, is absent. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root
  for (const key of pointerKeys(pointer)) {
    if (Array.isArray(value)) value = value[Number(key)]
    else if (isJsonObject(value) && Object.hasOwn(value, key)) value = value[key]
    else return undefined
  }
  return value
}

/**
 * A copy with another value at a pointer; undefined removes it. Objects on the way are made where they are missing; a
 * list's items are named by index.
 */
export function withValueAt<T extends JsonObject>(root: T, pointer: string, value: unknown): T {
  return { ...root, ...changedObject(root, pointerKeys(pointer), value) }
}

function changedObject(node: JsonObject, [key, ...rest]: readonly string[], value: unknown): JsonObject {
  const copy = { ...node }
  if (key === undefined) return copy
  if (rest.length > 0) copy[key] = changed(copy[key], rest, value)
  else if (value === undefined) delete copy[key]
  else copy[key] = value
  return copy
}

function changed(node: unknown, keys: readonly string[], value: unknown): unknown {
  return Array.isArray(node) ? changedList(node, keys, value) : changedObject(asObject(node), keys, value)
}

function changedList(list: readonly unknown[], [key, ...rest]: readonly string[], value: unknown): unknown[] {
  const index = Number(key)
  if (rest.length > 0) return list.map((item, place) => (place === index ? changed(item, rest, value) : item))
  return value === undefined ? list.filter((_, place) => place !== index) : list.with(index, value)
}
