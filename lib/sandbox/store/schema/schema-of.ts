import { customType } from '@/lib/sandbox/store/custom/custom-type'
import type { Kind } from '@/lib/sandbox/store/kinds'
import { clusterTypes } from './cluster-types'
import { containerTypes } from './container-types'
import { metaTypes } from './meta-types'
import { networkTypes } from './network-types'
import { parseTypes } from './parse-types'
import { podTypes } from './pod-types'
import { rbacTypes } from './rbac-types'
import type { StructType } from './type'
import { volumeTypes } from './volume-types'
import { workloadTypes } from './workload-types'

const structs = parseTypes([
  metaTypes,
  containerTypes,
  volumeTypes,
  podTypes,
  workloadTypes,
  networkTypes,
  clusterTypes,
  rbacTypes,
])

const apiVersionAndKind: StructType['fields'] = new Map([
  ['kind', { type: { is: 'scalar', scalar: 'string' }, presence: 'omitempty' }],
  ['apiVersion', { type: { is: 'scalar', scalar: 'string' }, presence: 'omitempty' }],
])

const roots = new Map<string, StructType>()

/** The schema of a named type with `kind` and `apiVersion` in front; throws when there is no such type. */
export function rootSchema(type: string): StructType {
  const known = roots.get(type)
  if (known !== undefined) return known
  const struct = structs.get(type)
  if (struct === undefined) throw new Error(`No schema of type ${type}`)
  const root: StructType = { ...struct, fields: new Map([...apiVersionAndKind, ...struct.fields]) }
  roots.set(type, root)
  return root
}

/** The schema of a stored kind. */
export function schemaOf(kind: Kind): StructType {
  if (kind.custom === undefined) return rootSchema(kind.type)
  const known = roots.get(kind.type)
  if (known !== undefined) return known
  const type = customType(kind.type, kind.custom.schema(), rootSchema('CustomObject'))
  roots.set(kind.type, type)
  return type
}

/** All named types, for the OpenAPI document. */
export function listStructs(): ReadonlyMap<string, StructType> {
  return structs
}
