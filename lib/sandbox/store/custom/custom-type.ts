import type { Field, StructType, Type } from '@/lib/sandbox/store/schema/type'
import type { OpenApiSchema } from './open-api-schema'

/**
 * How objects of a custom schema are pruned, merged and owned: the part of a schema that is not validation. Values
 * of a wrong shape pass, for validation to name them. `common` has the fields that every object begins with.
 */
export function customType(name: string, schema: OpenApiSchema, common: StructType): StructType {
  const own = structType(name, schema)
  return { ...own, fields: new Map([...common.fields, ...own.fields]) }
}

function typeOf(schema: OpenApiSchema): Type {
  if (schema.type === 'array' && schema.items !== undefined) {
    return {
      is: 'list',
      item: typeOf(schema.items),
      keys: schema['x-kubernetes-list-map-keys'] ?? [],
      set: schema['x-kubernetes-list-type'] === 'set',
      loose: true,
    }
  }
  if (schema.type !== 'object') return { is: 'any' }
  const atomic = schema['x-kubernetes-map-type'] === 'atomic'
  if (schema.additionalProperties !== undefined) {
    return { is: 'map', item: typeOf(schema.additionalProperties), atomic, loose: true }
  }
  return structType('', schema)
}

function structType(name: string, schema: OpenApiSchema): StructType {
  const fields = Object.entries(schema.properties ?? {}).map(([property, below]): [string, Field] => [
    property,
    { type: typeOf(below), presence: 'pointer' },
  ])
  return {
    is: 'struct',
    name,
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    loose: true,
    ...(schema['x-kubernetes-preserve-unknown-fields'] === true ? { open: true } : {}),
    fields: new Map(fields),
  }
}
