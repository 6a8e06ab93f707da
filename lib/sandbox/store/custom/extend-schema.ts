import type { OpenApiSchema } from './open-api-schema'

/** What a schema says beyond the package's, by the path of the part: `.spec.rules[].name`; `[]` is an item, `{}` a map's value. */
export type Additions = Readonly<Record<string, OpenApiSchema>>

/** A copy of the schema in which each part named has the keywords given; a part that is missing is made. */
export function extendSchema(schema: OpenApiSchema, additions: Additions): OpenApiSchema {
  const result = structuredClone(schema)
  for (const [path, keywords] of Object.entries(additions)) {
    Object.assign(partAt(result, path), structuredClone(keywords))
  }
  return result
}

/** The additions of a part, at each of several places where it stands. */
export function atPlaces(places: readonly string[], additions: Additions): Additions {
  return Object.fromEntries(
    places.flatMap((place) => Object.entries(additions).map(([path, part]) => [`${place}${path}`, part])),
  )
}

function partAt(schema: OpenApiSchema, path: string): OpenApiSchema {
  let part = schema
  for (const [step] of path.matchAll(/\.[^.[{]+|\[\]|\{\}/g)) part = below(part, step)
  return part
}

function below(part: OpenApiSchema, step: string): OpenApiSchema {
  switch (step) {
    case '[]':
      part.items ??= {}
      return part.items
    case '{}':
      part.additionalProperties ??= {}
      return part.additionalProperties
    default: {
      part.properties ??= {}
      const name = step.slice(1)
      const found = part.properties[name] ?? {}
      part.properties[name] = found
      return found
    }
  }
}
