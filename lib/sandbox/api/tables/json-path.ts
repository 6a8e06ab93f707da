import type { Json } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'

const step = /\.([^.[]+)|\[\*\]|\[(\d+)\]|\[\?\(@\.([^=\s]+)\s*==\s*"([^"]*)"\)\]/g

/**
 * The first value at a simple JSON path: fields, `[*]`, `[0]` and filters such as `[?(@.type=="Ready")]`; undefined
 * where there is none.
 * @see https://kubernetes.io/docs/reference/kubectl/jsonpath/
 */
export function firstAtJsonPath(root: unknown, path: string): unknown {
  let values: unknown[] = [root]
  for (const [whole, field, index, key, wanted] of path.matchAll(step)) {
    if (field !== undefined) values = values.flatMap((value) => memberOf(value, field))
    else if (whole === '[*]') values = values.flatMap(itemsOf)
    else if (index !== undefined)
      values = values.flatMap((value) => itemsOf(value).slice(Number(index)).slice(0, 1))
    else values = values.flatMap(itemsOf).filter((item) => isJsonObject(item) && item[key ?? ''] === wanted)
  }
  return values[0]
}

function memberOf(value: unknown, field: string): unknown[] {
  const found = isJsonObject(value) ? value[field] : undefined
  return found === undefined ? [] : [found]
}

function itemsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value : []
}
