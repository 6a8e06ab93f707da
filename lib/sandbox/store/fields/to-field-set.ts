import type { Json } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { isLeafType, type StructType, type Type } from '@/lib/sandbox/store/schema/type'
import { emptySet, type FieldSet, insertPath } from './field-set'
import { fieldElement, itemElement } from './path-element'

/** Every field that an apply configuration speaks of: the fields that its manager will own. */
export function toFieldSet(type: StructType, value: Json): FieldSet {
  const set = emptySet()
  walk(type, value, [], set)
  return set
}

function walk(type: Type, value: Json, path: string[], set: FieldSet): void {
  if (isLeafType(type) || value === null) {
    insertPath(set, path)
    return
  }
  if (type.is === 'list' && Array.isArray(value)) {
    for (const item of value) {
      const below = [...path, itemElement(type, item)]
      if (!type.set) walk(type.item, item, below, set)
      insertPath(set, below)
    }
    return
  }
  if (!isJsonObject(value)) return
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue
    const below = [...path, fieldElement(name)]
    const declared = type.is === 'struct' ? type.fields.get(name)?.type : undefined
    const itemType: Type = declared ?? (type.is === 'map' ? type.item : { is: 'any' })
    walk(itemType, item, below, set)
    if (declared === undefined || (isJsonObject(item) && Object.keys(item).length === 0))
      insertPath(set, below)
  }
}
