import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import type { FieldSet } from './field-set'
import { fieldElement } from './path-element'

/**
 * Removes what a manager applied before (`last`) and neither applies now nor anybody else owns (`kept`).
 * Gives a new value; a parent that the manager alone had goes with all below it.
 */
export function pruneDropped(value: JsonObject, last: FieldSet, kept: FieldSet): JsonObject {
  const result: JsonObject = {}
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue
    const element = fieldElement(name)
    const survivor = pruneOne(item, last.below.get(element), kept.below.get(element))
    if (survivor !== undefined) result[name] = survivor
  }
  return result
}

function pruneOne(item: Json, last: FieldSet | undefined, kept: FieldSet | undefined): Json | undefined {
  if (last === undefined) return item
  if (kept === undefined) return undefined
  if (Array.isArray(item)) return pruneItems(item, last, kept)
  return isJsonObject(item) ? pruneDropped(item, last, kept) : item
}

function pruneItems(items: Json[], last: FieldSet, kept: FieldSet): Json[] {
  return items.flatMap((item) => {
    const element = [...last.below.keys()].find((candidate) => matches(candidate, item))
    if (element === undefined) return [item]
    const survivor = pruneOne(item, last.below.get(element), kept.below.get(element))
    return survivor === undefined ? [] : [survivor]
  })
}

function matches(element: string, item: Json): boolean {
  const value: unknown = JSON.parse(element.slice(2))
  if (element.startsWith('v:')) return value === item
  if (!isJsonObject(value) || !isJsonObject(item)) return false
  return Object.entries(value).every(
    ([key, part]) =>
      (item[key] ?? null) === part || (key === 'protocol' && item[key] === undefined && part === 'TCP'),
  )
}
