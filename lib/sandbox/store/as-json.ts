import type { DraftObject, JsonObject, KubeObject } from './object'

/**
 * The one place where an object changes between its two views: the API types, which name what every object has, and
 * JSON, in which schemas, merges and comparisons walk. Both are the same value; nothing is copied.
 */
export function asJson(object: DraftObject | KubeObject): JsonObject {
  return object as unknown as JsonObject
}

/** The other direction; the value must have been decoded by the schema of its kind, which guarantees `metadata`. */
export function asKubeObject(json: JsonObject): KubeObject {
  return json as unknown as KubeObject
}
