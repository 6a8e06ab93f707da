import { jsonEqual } from '@/lib/sandbox/store/json-equal'
import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { isLeafType, type ListType, type StructType, type Type } from '@/lib/sandbox/store/schema/type'
import { emptySet, type FieldSet, insertPath } from './field-set'
import { fieldElement, itemElement } from './path-element'

/** Which fields came, went and changed between two objects. */
export type Comparison = { added: FieldSet; modified: FieldSet; removed: FieldSet }

/** Compares two objects of one type. */
export function compare(type: StructType, before: JsonObject, after: JsonObject): Comparison {
  const comparison = { added: emptySet(), modified: emptySet(), removed: emptySet() }
  walk(type, before, after, [], comparison)
  return comparison
}

function walk(
  type: Type,
  before: Json | undefined,
  after: Json | undefined,
  path: string[],
  out: Comparison,
): void {
  if (before === after) return
  if (!isLeafType(type)) walkBelow(type, before, after, path, out)
  if (before === undefined) insertPath(out.added, path)
  else if (after === undefined) insertPath(out.removed, path)
  else if (isLeafType(type) && !jsonEqual(before, after)) insertPath(out.modified, path)
}

function walkBelow(
  type: Type,
  before: Json | undefined,
  after: Json | undefined,
  path: string[],
  out: Comparison,
): void {
  if (type.is === 'list') {
    const left = itemsByElement(type, before)
    const right = itemsByElement(type, after)
    for (const element of new Set([...left.keys(), ...right.keys()])) {
      walk(type.item, left.get(element), right.get(element), [...path, element], out)
    }
    return
  }
  const left = isJsonObject(before) ? before : {}
  const right = isJsonObject(after) ? after : {}
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    walk(memberType(type, name), left[name], right[name], [...path, fieldElement(name)], out)
  }
}

function memberType(type: Type, name: string): Type {
  if (type.is === 'struct') return type.fields.get(name)?.type ?? { is: 'any' }
  return type.is === 'map' ? type.item : { is: 'any' }
}

function itemsByElement(type: ListType, value: Json | undefined): Map<string, Json> {
  if (!Array.isArray(value)) return new Map()
  return new Map(value.map((item) => [itemElement(type, item), item]))
}
