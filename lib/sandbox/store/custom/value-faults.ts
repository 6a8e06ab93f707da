import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { jsonEqual } from '@/lib/sandbox/store/json-equal'
import type { Json } from '@/lib/sandbox/store/object'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'
import { invalidValue, tooLong } from '@/lib/sandbox/store/validation/causes'
import type { OpenApiSchema } from './open-api-schema'

/** Where a value breaks the limits of its schema: length, pattern, range, number of items, known values. */
export function valueFaults(schema: OpenApiSchema, value: Json, path: string): StatusCause[] {
  return [
    ...(typeof value === 'string' ? textFaults(schema, value, path) : []),
    ...(typeof value === 'number' ? numberFaults(schema, value, path) : []),
    ...(Array.isArray(value) ? countFaults(schema, value.length, path) : []),
    ...(isJsonObject(value) ? sizeFaults(schema, Object.keys(value).length, path) : []),
    ...enumFaults(schema, value, path),
  ]
}

function textFaults(schema: OpenApiSchema, value: string, path: string): StatusCause[] {
  const { minLength, maxLength, pattern } = schema
  const length = [...value].length
  return [
    ...(maxLength !== undefined && length > maxLength ? [tooLong(path, maxLength)] : []),
    ...(minLength !== undefined && length < minLength
      ? [invalidValue(path, value, `${path} in body should be at least ${minLength} chars long`)]
      : []),
    ...(pattern !== undefined && !expression(pattern).test(value)
      ? [invalidValue(path, value, `${path} in body should match '${pattern}'`)]
      : []),
  ]
}

const expressions = new Map<string, RegExp>()

function expression(pattern: string): RegExp {
  const known = expressions.get(pattern) ?? new RegExp(pattern, 'u')
  expressions.set(pattern, known)
  return known
}

function numberFaults(schema: OpenApiSchema, value: number, path: string): StatusCause[] {
  const { minimum, maximum } = schema
  return [
    ...(maximum !== undefined && value > maximum
      ? [invalidValue(path, value, `${path} in body should be less than or equal to ${maximum}`)]
      : []),
    ...(minimum !== undefined && value < minimum
      ? [invalidValue(path, value, `${path} in body should be greater than or equal to ${minimum}`)]
      : []),
  ]
}

function countFaults({ minItems, maxItems }: OpenApiSchema, count: number, path: string): StatusCause[] {
  return [
    ...(maxItems !== undefined && count > maxItems ? [tooMany(path, count, maxItems)] : []),
    ...(minItems !== undefined && count < minItems
      ? [invalidValue(path, count, `${path} in body should have at least ${minItems} items`)]
      : []),
  ]
}

function sizeFaults({ maxProperties }: OpenApiSchema, count: number, path: string): StatusCause[] {
  return maxProperties !== undefined && count > maxProperties ? [tooMany(path, count, maxProperties)] : []
}

function tooMany(path: string, count: number, most: number): StatusCause {
  const message = `Too many: ${count}: must have at most ${most} items`
  return { reason: 'FieldValueTooMany', message, field: path }
}

function enumFaults(schema: OpenApiSchema, value: Json, path: string): StatusCause[] {
  const known = schema.enum
  if (known === undefined || known.some((candidate) => jsonEqual(candidate, value))) return []
  const list = known.map((word) => JSON.stringify(String(word))).join(', ')
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`
  return [{ reason: 'FieldValueNotSupported', message, field: path }]
}
