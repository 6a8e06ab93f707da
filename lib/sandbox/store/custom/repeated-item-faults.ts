import type { StatusCause } from '@/lib/sandbox/store/api-error'
import type { Json } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { duplicate } from '@/lib/sandbox/store/validation/causes'
import type { OpenApiSchema } from './open-api-schema'

/** Items that stand twice in a list whose items are told apart by keys or by value. @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy */
export function repeatedItemFaults(schema: OpenApiSchema, value: Json, path: string): StatusCause[] {
  if (Array.isArray(value)) {
    const { items } = schema
    const below = (item: Json, index: number) =>
      items === undefined ? [] : repeatedItemFaults(items, item, `${path}[${index}]`)
    return [...repeated(schema, value, path), ...value.flatMap(below)]
  }
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, part]) => {
    const below = schema.properties?.[name] ?? schema.additionalProperties
    if (below === undefined || part === undefined) return []
    return repeatedItemFaults(below, part, path === '' ? name : `${path}.${name}`)
  })
}

function repeated(schema: OpenApiSchema, items: readonly Json[], path: string): StatusCause[] {
  const keys = schema['x-kubernetes-list-map-keys']
  const type = schema['x-kubernetes-list-type']
  if (type !== 'set' && keys === undefined) return []
  const seen = new Set<string>()
  return items.flatMap((item, index) => {
    const identity = keys === undefined ? item : keysOf(item, keys)
    const text = JSON.stringify(identity)
    if (seen.has(text)) return [duplicate(`${path}[${index}]`, identity)]
    seen.add(text)
    return []
  })
}

function keysOf(item: Json, keys: readonly string[]): Json {
  if (!isJsonObject(item)) return item
  return Object.fromEntries(keys.flatMap((key) => (item[key] === undefined ? [] : [[key, item[key]]])))
}
