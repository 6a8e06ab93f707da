import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { OpenApiSchema } from './open-api-schema'

const begin = 'const schema = '
const end = '\n};'

/**
 * The schema of spec and status that a model of the `@kubernetes-models` packages carries; `model` is its module, as
 * `@kubernetes-models/istio/networking.istio.io/v1beta1/Gateway`. The packages export no schema: it stands in the
 * module as one JSON literal. Throws where it does not.
 */
export function readPackageSchema(model: string): OpenApiSchema {
  const text = readFileSync(createRequire(import.meta.url).resolve(model), 'utf8')
  const from = text.indexOf(begin)
  const to = text.indexOf(end, from)
  if (from === -1 || to === -1) throw new Error(`${model} carries no schema`)
  const schema: OpenApiSchema = JSON.parse(text.slice(from + begin.length, to + end.length - 1))
  const { spec, status } = schema.properties ?? {}
  return cleaned({
    type: 'object',
    properties: { ...(spec === undefined ? {} : { spec }), ...(status === undefined ? {} : { status }) },
    required: (schema.required ?? []).filter((name) => name === 'spec'),
  })
}

/** The packages call every optional field nullable and write empty properties beside a map's; neither is in the published schemas. */
function cleaned(schema: OpenApiSchema): OpenApiSchema {
  const { nullable: _nullable, properties, required, items, additionalProperties, ...rest } = schema
  const lists = Object.fromEntries(
    (['allOf', 'anyOf', 'oneOf'] as const).flatMap((word) => {
      const schemas = schema[word]
      return schemas === undefined ? [] : [[word, schemas.map(cleaned)]]
    }),
  )
  return {
    ...rest,
    ...lists,
    ...(required === undefined || required.length === 0 ? {} : { required }),
    ...(items === undefined ? {} : { items: cleaned(items) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: cleaned(additionalProperties) }),
    ...(schema.not === undefined ? {} : { not: cleaned(schema.not) }),
    ...(properties === undefined || Object.keys(properties).length === 0
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, cleaned(property)]),
          ),
        }),
  }
}
