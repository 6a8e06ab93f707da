import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import type { OpenApiSchema } from './open-api-schema'

/**
 * Fills in, in place, the defaults of a custom schema; a null counts as missing where there is a default.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
 */
export function defaultCustom(schema: OpenApiSchema, value: Json | undefined): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value) defaultCustom(schema.items, item)
    return
  }
  if (!isJsonObject(value)) return
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    defaultProperty(value, name, property)
    defaultCustom(property, value[name])
  }
  const { additionalProperties } = schema
  if (additionalProperties === undefined) return
  for (const item of Object.values(value)) defaultCustom(additionalProperties, item)
}

function defaultProperty(value: JsonObject, name: string, property: OpenApiSchema): void {
  const present = value[name]
  if (property.default === undefined || (present !== undefined && present !== null)) return
  if (present === null && property.nullable === true) return
  value[name] = structuredClone(property.default)
}
