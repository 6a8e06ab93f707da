/** A JSON object, not a list and not null. */
export type JsonObject = { [key: string]: unknown }

/** Whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value itself when it is a JSON object, else an empty one. */
export function asObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}

/** The JSON objects of a list; empty when it is no list. */
export function asObjects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** The entries of a JSON object whose values are texts, such as labels. */
export function asTexts(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [key, text] of Object.entries(asObject(value))) if (typeof text === 'string') texts[key] = text
  return texts
}

/** The value at a path of object keys; undefined when any is missing. */
export function at(value: unknown, ...path: string[]): unknown {
  let current = value
  for (const key of path) {
    if (!isJsonObject(current) || !Object.hasOwn(current, key)) return undefined
    current = current[key]
  }
  return current
}
