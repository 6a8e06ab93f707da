import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import type { Json, JsonObject } from './object'

/** The value below a path of field names, or undefined where the path ends early. */
export function valueAt(value: unknown, ...path: string[]): unknown {
  let current = value
  for (const name of path) {
    if (!isJsonObject(current)) return undefined
    current = current[name]
  }
  return current
}

/** The object below a path, or undefined. */
export function objectAt(value: unknown, ...path: string[]): JsonObject | undefined {
  const found = valueAt(value, ...path)
  return isJsonObject(found) ? found : undefined
}

/** The objects of the list below a path; what is no object is left out. */
export function objectsAt(value: unknown, ...path: string[]): JsonObject[] {
  return listAt(value, ...path).filter(isJsonObject)
}

/** The list below a path, or an empty one. */
export function listAt(value: unknown, ...path: string[]): Json[] {
  const found = valueAt(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The string below a path, or undefined. */
export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The number below a path, or undefined. */
export function numberAt(value: unknown, ...path: string[]): number | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'number' ? found : undefined
}

/** The string values of the map below a path, or an empty one. */
export function textsAt(value: unknown, ...path: string[]): Record<string, string> {
  const entries = Object.entries(objectAt(value, ...path) ?? {})
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** Sets a field that is missing. */
export function setDefault(object: JsonObject, name: string, value: Json): void {
  if (object[name] === undefined || object[name] === null) object[name] = value
}

/** The object under a field, made when it is missing. */
export function ensureObject(object: JsonObject, name: string): JsonObject {
  const found = object[name]
  if (isJsonObject(found)) return found
  const made: JsonObject = {}
  object[name] = made
  return made
}
