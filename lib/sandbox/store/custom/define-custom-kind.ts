import type { Kind } from '@/lib/sandbox/store/kinds'
import type { CustomRule, PrinterColumn } from './custom-resource'
import { type Additions, extendSchema } from './extend-schema'
import { type OpenApiSchema, openSchema } from './open-api-schema'
import { readPackageSchema } from './read-package-schema'

/**
 * A custom kind as its CustomResourceDefinition would name it. `versions`: the preferred one first; `stored`: the one
 * that objects are kept in, the preferred one unless it is given. `model`: whose schema the kind has; `schema`: its own;
 * with neither any object is taken.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
 */
export type CustomDefinition = {
  group: string
  kind: string
  plural: string
  shortNames?: readonly string[]
  categories: readonly string[]
  clusterScoped?: true
  withoutStatus?: true
  versions: readonly string[]
  stored?: string
  model?: string
  schema?: OpenApiSchema
  additions?: Additions
  rules?: readonly CustomRule[]
  columns?: readonly PrinterColumn[]
}

/** The stored kind of a definition and its other versions, which are the same objects under another name. */
export function defineCustomKind(definition: CustomDefinition): { stored: Kind; others: Kind[] } {
  const { versions } = definition
  const storedVersion = definition.stored ?? versions[0] ?? 'v1'
  const stored = kindOf(definition, storedVersion)
  const others = versions.filter((version) => version !== storedVersion)
  return { stored, others: others.map((version) => ({ ...stored, version, storage: stored })) }
}

function kindOf(definition: CustomDefinition, version: string): Kind {
  const { group, kind, plural, shortNames = [], categories, rules = [], columns = [] } = definition
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames,
    categories,
    namespaced: definition.clusterScoped !== true,
    generation: true,
    subresources: definition.withoutStatus ? [] : [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
    type: `${kind}.${group}`,
    custom: { schema: once(() => schemaOf(definition)), rules, columns },
  }
}

function schemaOf({ model, schema, additions = {} }: CustomDefinition): OpenApiSchema {
  if (schema !== undefined) return extendSchema(schema, additions)
  if (model === undefined) return { type: 'object', properties: { spec: openSchema, status: openSchema } }
  return extendSchema(readPackageSchema(model), additions)
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
