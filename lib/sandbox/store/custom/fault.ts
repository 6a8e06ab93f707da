import type { StatusCause } from '@/lib/sandbox/store/api-error'
import type { Json } from '@/lib/sandbox/store/object'
import type { OpenApiSchema } from './open-api-schema'

/** A fault that names no field. */
export function fault(text: string): StatusCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: "": ${text}`, field: '<nil>' }
}

/** What the server adds where faults keep it from asking the rules. */
export const rulesNotChecked: StatusCause = {
  reason: 'FieldValueInvalid',
  message:
    'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
  field: '<nil>',
}

/** The fault of a value whose JSON type is another than the schema's. */
export function typeFault(schema: OpenApiSchema, value: Json, path: string): StatusCause[] {
  const wanted = schema.type
  if (wanted === undefined || isOfType(schema, value)) return []
  const found = JSON.stringify(jsonType(value))
  const message = `Invalid value: ${found}: ${path} in body must be of type ${wanted}: ${found}`
  return [{ reason: 'FieldValueTypeInvalid', message, field: path }]
}

function isOfType(schema: OpenApiSchema, value: Json): boolean {
  const found = jsonType(value)
  if (schema['x-kubernetes-int-or-string'] === true) return found === 'integer' || found === 'string'
  return found === schema.type || (schema.type === 'number' && found === 'integer')
}

function jsonType(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}
