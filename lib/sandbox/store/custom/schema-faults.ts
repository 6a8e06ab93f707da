import type { StatusCause } from '@/lib/sandbox/store/api-error'
import type { Json } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { required } from '@/lib/sandbox/store/validation/causes'
import { fault, typeFault } from './fault'
import type { OpenApiSchema } from './open-api-schema'
import { valueFaults } from './value-faults'

/**
 * Where a value does not obey its schema, in the API server's words, properties in the order of their names.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation
 */
export function schemaFaults(schema: OpenApiSchema, value: Json, path: string): StatusCause[] {
  if (value === null && schema.nullable === true) return []
  return [
    ...typeFault(schema, value, path),
    ...combinationFaults(schema, value, path),
    ...valueFaults(schema, value, path),
    ...itemFaults(schema, value, path),
    ...propertyFaults(schema, value, path),
  ]
}

function itemFaults({ items }: OpenApiSchema, value: Json, path: string): StatusCause[] {
  if (items === undefined || !Array.isArray(value)) return []
  return value.flatMap((item, index) => schemaFaults(items, item, `${path}[${index}]`))
}

function propertyFaults(schema: OpenApiSchema, value: Json, path: string): StatusCause[] {
  if (!isJsonObject(value)) return []
  const { properties = {}, additionalProperties } = schema
  const missing = (schema.required ?? []).filter((name) => value[name] === undefined)
  const names = Object.keys(value).sort()
  return [
    ...names.flatMap((name) => {
      const below = properties[name] ?? additionalProperties
      const given = value[name]
      return below === undefined || given === undefined ? [] : schemaFaults(below, given, join(path, name))
    }),
    ...missing.map((name) => required(join(path, name))),
  ]
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

/** These faults name no field: the path stands in their text. */
function combinationFaults(schema: OpenApiSchema, value: Json, path: string): StatusCause[] {
  const isValid = (candidate: OpenApiSchema) => schemaFaults(candidate, value, path).length === 0
  const { allOf = [], anyOf = [], oneOf = [], not } = schema
  return [
    ...allOf.flatMap((part) => schemaFaults(part, value, path)),
    ...(anyOf.length === 0 || anyOf.some(isValid)
      ? []
      : [fault(`"${path}" must validate at least one schema (anyOf)`), ...firstOf(anyOf, value, path)]),
    ...oneOfFaults(oneOf, value, path),
    ...(not !== undefined && isValid(not) ? [fault(`"${path}" must not validate the schema (not)`)] : []),
  ]
}

function oneOfFaults(oneOf: readonly OpenApiSchema[], value: Json, path: string): StatusCause[] {
  if (oneOf.length === 0) return []
  const valid = oneOf.filter((candidate) => schemaFaults(candidate, value, path).length === 0).length
  const text = `"${path}" must validate one and only one schema (oneOf). Found`
  if (valid === 0) return [fault(`${text} none valid`), ...firstOf(oneOf, value, path)]
  return valid === 1 ? [] : [fault(`${text} ${valid} valid alternatives`)]
}

function firstOf(candidates: readonly OpenApiSchema[], value: Json, path: string): StatusCause[] {
  const [first] = candidates
  return first === undefined ? [] : schemaFaults(first, value, path)
}
