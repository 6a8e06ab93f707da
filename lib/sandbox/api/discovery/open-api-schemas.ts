import type { OpenApiSchema } from '@/lib/sandbox/store/custom/open-api-schema'
import type { Kind } from '@/lib/sandbox/store/kinds'
import { rootSchema, schemaOf } from '@/lib/sandbox/store/schema/schema-of'
import type { Field, ListType, Scalar, StructType, Type } from '@/lib/sandbox/store/schema/type'

/** The schemas of some kinds and of all types below them, as OpenAPI v3 components. */
export function schemaComponents(kinds: readonly Kind[]): Record<string, object> {
  const components: Record<string, object> = {}
  for (const kind of kinds) {
    const { custom } = kind
    const groupVersionKind = [{ group: kind.group, kind: kind.kind, version: kind.version }]
    const schema =
      custom === undefined
        ? structSchema(kind, schemaOf(kind), components)
        : customSchema(kind, custom.schema(), components)
    components[schemaName(kind, kind.type)] = {
      ...schema,
      'x-kubernetes-group-version-kind': groupVersionKind,
    }
  }
  return components
}

/** The component's name of a type. */
export function schemaName(kind: Kind, type: string): string {
  if (kind.custom !== undefined && type === kind.type) return customName(kind)
  const group = kind.group === '' ? 'core' : (kind.group.split('.')[0] ?? kind.group)
  return `io.k8s.api.${group}.${kind.version}.${type}`
}

/** `io.k8s.networking.gateway.v1.HTTPRoute`: the group backwards. */
function customName({ group, version, kind }: Kind): string {
  return `${group.split('.').reverse().join('.')}.${version}.${kind}`
}

/** Spec and status as their schema is, behind the metadata that every object has. */
function customSchema(kind: Kind, schema: OpenApiSchema, components: Record<string, object>): object {
  const common = structSchema(kind, rootSchema('CustomObject'), components)
  return { ...schema, properties: { ...common.properties, ...schema.properties } }
}

function structSchema(
  kind: Kind,
  struct: StructType,
  components: Record<string, object>,
): { type: 'object'; properties: Record<string, object> } {
  const properties = [...struct.fields].map(([name, field]): [string, object] => [
    name,
    fieldSchema(kind, field, components),
  ])
  const atomic = struct.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}
  return { type: 'object', properties: Object.fromEntries(properties), ...atomic }
}

function fieldSchema(kind: Kind, field: Field, components: Record<string, object>): object {
  return typeSchema(kind, field.type, components)
}

function typeSchema(kind: Kind, type: Type, components: Record<string, object>): object {
  switch (type.is) {
    case 'any':
      return { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
    case 'scalar':
      return scalarSchema(type.scalar)
    case 'struct': {
      const name = schemaName(kind, type.name)
      if (components[name] === undefined) {
        components[name] = {}
        components[name] = structSchema(kind, type, components)
      }
      return { allOf: [{ $ref: `#/components/schemas/${name}` }], default: {} }
    }
    case 'list':
      return { type: 'array', items: typeSchema(kind, type.item, components), ...listExtensions(type) }
    case 'map': {
      const atomic = type.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}
      return { type: 'object', additionalProperties: typeSchema(kind, type.item, components), ...atomic }
    }
  }
}

function listExtensions(type: ListType): object {
  if (type.set) return { 'x-kubernetes-list-type': 'set' }
  const [mergeKey] = type.keys
  if (mergeKey === undefined) return { 'x-kubernetes-list-type': 'atomic' }
  return {
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': type.keys,
    'x-kubernetes-patch-merge-key': mergeKey,
    'x-kubernetes-patch-strategy': 'merge',
  }
}

function scalarSchema(scalar: Scalar): object {
  switch (scalar) {
    case 'string':
    case 'quantity':
      return { type: 'string' }
    case 'bytes':
      return { type: 'string', format: 'byte' }
    case 'time':
    case 'microTime':
      return { type: 'string', format: 'date-time' }
    case 'bool':
      return { type: 'boolean' }
    case 'int32':
    case 'int64':
      return { type: 'integer', format: scalar }
    case 'float':
      return { type: 'number', format: 'double' }
    case 'intOrString':
      return { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' }
  }
}
