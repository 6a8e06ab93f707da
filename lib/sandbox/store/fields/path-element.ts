import type { Json } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import type { ListType } from '@/lib/sandbox/store/schema/type'

/** Keys that a list item may leave out, with the value that then counts. @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ (ports.protocol) */
const keyDefaults: Record<string, Json> = { protocol: 'TCP' }

/** The element of a named field. */
export function fieldElement(name: string): string {
  return `f:${name}`
}

/** The element of a list item: by its keys, or by its value in a set. Missing keys count with their default or as null. */
export function itemElement(type: ListType, item: Json): string {
  if (type.set) return `v:${JSON.stringify(item)}`
  const keys: Record<string, Json> = {}
  for (const key of [...type.keys].sort()) {
    keys[key] = (isJsonObject(item) ? item[key] : undefined) ?? keyDefaults[key] ?? null
  }
  return `k:${JSON.stringify(keys)}`
}

/** `.spec.containers[name="a"].image`: how messages write a path. */
export function pathText(path: readonly string[]): string {
  return path.map(elementText).join('')
}

function elementText(element: string): string {
  const value = element.slice(2)
  if (element.startsWith('f:')) return `.${value}`
  if (element.startsWith('v:')) return `[=${value}]`
  const keys: unknown = JSON.parse(value)
  if (!isJsonObject(keys)) return `[${value}]`
  const parts = Object.entries(keys).map(([key, part]) => `${key}=${JSON.stringify(part)}`)
  return `[${parts.join(',')}]`
}
