import { z } from 'zod'
import { ErrorView } from '@/lib/services/schemas/common'
import { definitionOf, type RouteDefinition } from './define-route'

export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type HttpMethod = (typeof httpMethods)[number]

/** A route file: where it answers, in the words of OpenAPI (`/api/v1/clusters/{cluster}`), and what it exports. */
export type RouteModule = { path: string; module: Record<string, unknown> }

type Json = Record<string, unknown>

/** The OpenAPI 3.1 page of these routes, made of their own definitions. */
export function describeApi(routes: readonly RouteModule[]): Json {
  const schemas = new SchemaBook()
  const paths: Record<string, Json> = {}
  for (const { path, module } of routes) {
    const operations = httpMethods.flatMap((method) => {
      const route = definitionOf(module[method])
      return route ? [[method.toLowerCase(), describeRoute(route, method, path, schemas)]] : []
    })
    paths[path] = Object.fromEntries(operations)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lanekeeper', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Error: schemas.of(ErrorView, 'output'), ...schemas.shared },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'lanekeeper_session' },
      },
    },
  }
}

function describeRoute(route: RouteDefinition, method: HttpMethod, path: string, schemas: SchemaBook): Json {
  const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const isPublic = route.role === 'public'
  return {
    operationId: operationId(method, path),
    summary: route.summary,
    'x-role': route.role,
    security: isPublic ? [{}, { token: [] }] : [{ token: [] }, { session: [] }],
    parameters: [
      ...parts.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...describeQuery(route, schemas),
    ],
    ...(route.body && { requestBody: describeBody(route, route.body, schemas) }),
    responses: { ...describeAnswers(route, schemas), default: errorAnswer },
  }
}

const errorAnswer = {
  description: 'The error',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
}

function operationId(method: HttpMethod, path: string): string {
  const words = path.replace(/^\/api\/(v1\/)?/, '').match(/\w+/g) ?? []
  return [method.toLowerCase(), ...words].join('-')
}

function describeQuery({ query }: RouteDefinition, schemas: SchemaBook): Json[] {
  if (!query) return []
  const { properties, required } = objectParts(schemas.of(query, 'input'))
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

const ObjectSchema = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
})

function objectParts(schema: Json) {
  return ObjectSchema.parse(schema)
}

function describeBody(route: RouteDefinition, body: z.ZodType, schemas: SchemaBook): Json {
  const schema = schemas.of(body, 'input')
  const formats = route.bodyFormats ?? ['json']
  const content = Object.fromEntries(formats.map((format) => [`application/${format}`, { schema }]))
  return { required: !body.safeParse(undefined).success, content }
}

function describeAnswers(route: RouteDefinition, schemas: SchemaBook): Json {
  const answers = Object.entries(route.responses).map(([status, answer]) => {
    const description = answer === null ? 'Done; nothing to say' : route.summary
    if (answer === null) return [status, { description }]
    const content =
      typeof answer === 'string'
        ? { [answer]: { schema: { type: 'string' } } }
        : { 'application/json': { schema: schemas.of(answer, 'output') } }
    return [status, { description, content }]
  })
  return Object.fromEntries(answers)
}

/** JSON Schemas of zod schemas, each made once; what they share stands among the page's components. */
class SchemaBook {
  readonly shared: Record<string, Json> = {}
  private readonly made = { input: new Map<z.ZodType, Json>(), output: new Map<z.ZodType, Json>() }
  private count = 0

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const found = this.made[io].get(schema)
    if (found) return found
    const { $schema: _dialect, $defs, ...root } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
    const names = new Map<string, string>()
    for (const name of Object.keys($defs ?? {})) names.set(name, `Shared${++this.count}`)
    for (const [name, definition] of Object.entries($defs ?? {})) {
      this.shared[names.get(name) ?? name] = moved(definition, names)
    }
    const made = moved(root, names)
    this.made[io].set(schema, made)
    return made
  }
}

const JsonObject = z.record(z.string(), z.unknown())

/** References inside one schema, as references inside the page. */
function moved(schema: object, names: ReadonlyMap<string, string>): Json {
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value
    return `#/components/schemas/${names.get(value.replace('#/$defs/', '')) ?? value}`
  })
  return JsonObject.parse(JSON.parse(text))
}
