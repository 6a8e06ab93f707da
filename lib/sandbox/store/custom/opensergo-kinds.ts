import { defineCustomKind } from './define-custom-kind'
import { type OpenApiSchema, openSchema } from './open-api-schema'

const text: OpenApiSchema = { type: 'string' }
const integer: OpenApiSchema = { type: 'integer' }

function list(items: OpenApiSchema): OpenApiSchema {
  return { type: 'array', items }
}

function map(additionalProperties: OpenApiSchema): OpenApiSchema {
  return { type: 'object', additionalProperties }
}

function object(properties: Record<string, OpenApiSchema>): OpenApiSchema {
  return { type: 'object', properties }
}

const texts = list(text)
const match = object({ exact: text, prefix: text, regex: text })
const headerEdits = object({ set: map(text), add: map(text), remove: texts })
const headers = object({ request: headerEdits, response: headerEdits })

const destination = object({
  host: text,
  subset: text,
  port: object({ number: integer }),
  fallback: object({ host: text, subset: text }),
})

const httpMatch = object({
  name: text,
  uri: match,
  scheme: match,
  method: match,
  authority: match,
  headers: map(match),
  withoutHeaders: map(match),
  queryParams: map(match),
  ignoreUriCase: { type: 'boolean' },
  port: integer,
  sourceLabels: map(text),
  sourceNamespace: text,
  gateways: texts,
  statPrefix: text,
})

/** What the agent does not read: kept as it comes. */
const unread = [
  'redirect',
  'directResponse',
  'delegate',
  'rewrite',
  'retries',
  'fault',
  'mirror',
  'mirrorPercentage',
  'corsPolicy',
]

const http = object({
  name: text,
  match: list(httpMatch),
  route: list(object({ destination, weight: { type: 'integer', format: 'int32' }, headers })),
  headers,
  timeout: text,
  mirror_percent: integer,
  mirrorPercent: integer,
  ...Object.fromEntries(unread.map((field) => [field, openSchema])),
})

const trafficRouters = defineCustomKind({
  group: 'traffic.opensergo.io',
  kind: 'TrafficRouter',
  plural: 'trafficrouters',
  shortNames: ['tr'],
  categories: ['istio-io', 'networking-istio-io'],
  versions: ['v1alpha1'],
  schema: object({
    spec: object({
      hosts: texts,
      gateways: texts,
      exportTo: texts,
      http: list(http),
      tls: list(openSchema),
      tcp: list(openSchema),
    }),
    status: openSchema,
  }),
  columns: [
    {
      name: 'Gateways',
      type: 'string',
      description: 'The names of gateways that should apply these routes',
      jsonPath: '.spec.gateways',
    },
    {
      name: 'Hosts',
      type: 'string',
      description: 'The applications that are routed to',
      jsonPath: '.spec.hosts',
    },
    {
      name: 'Age',
      type: 'date',
      description: 'When the object was made',
      jsonPath: '.metadata.creationTimestamp',
    },
  ],
})

/**
 * OpenSergo's kinds that are served here, by a camel-cased plural.
 * @see https://github.com/opensergo/opensergo-specification/blob/main/specification/zh-Hans/traffic-routing.md
 * @see https://github.com/opensergo/opensergo-control-plane/tree/main/k8s/crd/bases
 */
export const openSergoKinds = { trafficRouters: trafficRouters.stored }

/** Every served kind of OpenSergo. */
export const servedOpenSergoKinds = [trafficRouters.stored]
