import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'

/** Applies a JSON merge patch; gives a new value. @see https://www.rfc-editor.org/rfc/rfc7386 */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch
  const result: JsonObject = isJsonObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name]
    else if (value !== undefined) result[name] = mergePatch(result[name], value)
  }
  return result
}
