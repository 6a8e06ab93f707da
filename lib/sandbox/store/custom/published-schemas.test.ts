import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { jsonEqual } from '@/lib/sandbox/store/json-equal'
import type { Kind } from '@/lib/sandbox/store/kinds'
import { gatewayApiKinds } from './gateway-api-kinds'
import { higressKinds } from './higress-kinds'
import { istioKinds } from './istio-kinds'
import type { OpenApiSchema } from './open-api-schema'

/** The published CustomResourceDefinitions, where they lie beside the project. */
const folder = path.resolve(import.meta.dirname, '../../../../../shared/crds')

type Definition = {
  spec: {
    scope: string
    names: { plural: string; shortNames?: string[]; categories?: string[] }
    versions: {
      name: string
      served: boolean
      storage: boolean
      additionalPrinterColumns?: object[]
      schema: { openAPIV3Schema: OpenApiSchema }
    }[]
  }
}

const published: [string, Kind, string][] = [
  ['GatewayClass', gatewayApiKinds.gatewayClasses, 'gateway-api/gatewayclasses.yaml'],
  ['Gateway', gatewayApiKinds.gateways, 'gateway-api/gateways.yaml'],
  ['HTTPRoute', gatewayApiKinds.httpRoutes, 'gateway-api/httproutes.yaml'],
  ['ReferenceGrant', gatewayApiKinds.referenceGrants, 'gateway-api/referencegrants.yaml'],
  ['VirtualService', istioKinds.virtualServices, 'istio/virtualservices.yaml'],
  ['DestinationRule', istioKinds.destinationRules, 'istio/destinationrules.yaml'],
  ['Gateway of Istio', istioKinds.gateways, 'istio/gateways.yaml'],
  ['WasmPlugin', higressKinds.wasmPlugins, 'higress/crds.yaml'],
]

/** Parts that are taken as they come instead of by their schema: nothing of the product writes them. */
const open = ['.spec.allowedListeners', '.spec.infrastructure.parametersRef', '.spec.tls']

const words = [
  'type',
  'format',
  'pattern',
  'enum',
  'default',
  'nullable',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'maxProperties',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-int-or-string',
] as const

/** What goes without saying is left out, so that it may be said or not. */
function wordOf(schema: OpenApiSchema, word: (typeof words)[number]): unknown {
  const value = schema[word]
  if (word === 'x-kubernetes-list-type' && value === 'atomic') return undefined
  if (word === 'pattern' && typeof value === 'string') return value.replaceAll('\\/', '/')
  return word === 'minLength' && value === 0 ? undefined : value
}

function differences(theirs: OpenApiSchema, ours: OpenApiSchema | undefined, place: string): string[] {
  if (open.includes(place)) return []
  if (ours === undefined) return [`${place} is missing`]
  const found = words.flatMap((word) => {
    const [wanted, given] = [wordOf(theirs, word), wordOf(ours, word)]
    return jsonEqual(wanted, given)
      ? []
      : [`${place} ${word}: ${JSON.stringify(wanted)}, not ${JSON.stringify(given)}`]
  })
  const required = (schema: OpenApiSchema) => [...(schema.required ?? [])].sort()
  if (!jsonEqual(required(theirs), required(ours))) found.push(`${place} required: ${required(theirs)}`)
  for (const [name, part] of Object.entries(theirs.properties ?? {})) {
    found.push(...differences(part, ours.properties?.[name], `${place}.${name}`))
  }
  for (const name of Object.keys(ours.properties ?? {})) {
    if (theirs.properties?.[name] === undefined) found.push(`${place}.${name} is not published`)
  }
  for (const [word, step] of [
    ['items', '[]'],
    ['additionalProperties', '{}'],
    ['not', '!'],
  ] as const) {
    const part = theirs[word]
    if (part !== undefined) found.push(...differences(part, ours[word], `${place}${step}`))
  }
  for (const word of ['allOf', 'anyOf', 'oneOf'] as const) {
    const parts = theirs[word] ?? []
    if (parts.length !== (ours[word] ?? []).length) found.push(`${place} ${word}: ${parts.length} parts`)
    parts.forEach((part, index) => {
      found.push(...differences(part, ours[word]?.[index], `${place}|${word}${index}`))
    })
  }
  return found
}

function bodyOf(schema: OpenApiSchema): OpenApiSchema {
  const { spec, status } = schema.properties ?? {}
  const properties = { ...(spec === undefined ? {} : { spec }), ...(status === undefined ? {} : { status }) }
  return { type: 'object', properties, required: (schema.required ?? []).filter((name) => name === 'spec') }
}

describe.skipIf(!existsSync(folder))('the published definitions', () => {
  it.each(published)('of %s say what is served here', (_name, kind, file) => {
    const documents = parseAllDocuments(readFileSync(path.join(folder, file), 'utf8'))
    const definitions = documents.map((document): Definition => document.toJS())
    const found = definitions.find((one) => one?.spec.names.plural === kind.plural)
    if (found === undefined) throw new Error(`${file} does not define ${kind.plural}`)
    const { spec } = found
    const version = spec.versions.find(({ name }) => name === kind.version)
    if (version === undefined || kind.custom === undefined) throw new Error(`no version ${kind.version}`)
    expect(version.storage).toBe(true)
    expect({
      plural: spec.names.plural,
      shortNames: spec.names.shortNames ?? [],
      categories: spec.names.categories ?? [],
      namespaced: spec.scope === 'Namespaced',
    }).toEqual({
      plural: kind.plural,
      shortNames: kind.shortNames,
      categories: kind.categories,
      namespaced: kind.namespaced,
    })
    const columns = kind.custom.columns.map(({ description, ...rest }) =>
      description === '' ? rest : { ...rest, description },
    )
    expect(columns).toEqual(version.additionalPrinterColumns ?? [])
    expect(differences(bodyOf(version.schema.openAPIV3Schema), kind.custom.schema(), '')).toEqual([])
  })
})
