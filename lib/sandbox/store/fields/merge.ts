import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { isLeafType, type ListType, type StructType, type Type } from '@/lib/sandbox/store/schema/type'
import { itemElement } from './path-element'

/** The live object with an apply configuration laid over it; neither is changed. */
export function mergeApplied(type: StructType, live: JsonObject, applied: JsonObject): JsonObject {
  return mergeObject(type, live, applied)
}

function mergeValue(type: Type, live: Json | undefined, applied: Json): Json {
  if (live === undefined || live === null || isLeafType(type)) return applied
  if (type.is === 'list') return mergeList(type, live, applied)
  return isJsonObject(live) && isJsonObject(applied) ? mergeObject(type, live, applied) : applied
}

function mergeObject(type: Type, live: JsonObject, applied: JsonObject): JsonObject {
  const result: JsonObject = { ...live }
  for (const [name, value] of Object.entries(applied)) {
    if (value === undefined) continue
    const declared = type.is === 'struct' ? type.fields.get(name)?.type : undefined
    result[name] = mergeValue(declared ?? (type.is === 'map' ? type.item : { is: 'any' }), live[name], value)
  }
  return result
}

/** The applied order holds; live items that are not applied keep their place among their neighbours. */
function mergeList(type: ListType, live: Json, applied: Json): Json {
  if (!Array.isArray(live) || !Array.isArray(applied)) return applied
  const liveItems = new Map(live.map((item) => [itemElement(type, item), item]))
  const appliedItems = new Set(applied.map((item) => itemElement(type, item)))
  const result: Json[] = []
  const queue = [...live]
  const flushForeign = () => {
    for (
      let item = queue[0];
      item !== undefined && !appliedItems.has(itemElement(type, item));
      item = queue[0]
    ) {
      result.push(item)
      queue.shift()
    }
  }
  for (const item of applied) {
    flushForeign()
    const element = itemElement(type, item)
    result.push(type.set ? item : mergeValue(type.item, liveItems.get(element), item))
    if (queue[0] !== undefined && itemElement(type, queue[0]) === element) queue.shift()
  }
  return [...result, ...queue.filter((item) => !appliedItems.has(itemElement(type, item)))]
}
