import { type Additions, atPlaces } from './extend-schema'
import { type OpenApiSchema, openSchema } from './open-api-schema'

// What Gateway API 1.6 says beyond the package's schemas, which are of 1.0: ways of merging, and parts that came since.

function byKeys(...keys: string[]): OpenApiSchema {
  return { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys }
}

const set: OpenApiSchema = { 'x-kubernetes-list-type': 'set' }
const selector: OpenApiSchema = { 'x-kubernetes-map-type': 'atomic' }
const filters = ['.spec.rules[].filters[]', '.spec.rules[].backendRefs[].filters[]']
const dnsName = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'

const headerNames: OpenApiSchema = {
  type: 'array',
  maxItems: 64,
  items: { type: 'string', minLength: 1, maxLength: 256, pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$" },
  ...set,
}

const cors: OpenApiSchema = {
  type: 'object',
  properties: {
    allowCredentials: { type: 'boolean' },
    allowHeaders: headerNames,
    allowMethods: {
      type: 'array',
      maxItems: 9,
      items: {
        type: 'string',
        enum: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', '*'],
      },
      ...set,
    },
    allowOrigins: {
      type: 'array',
      maxItems: 64,
      items: {
        type: 'string',
        minLength: 1,
        maxLength: 253,
        pattern:
          '(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)',
      },
      ...set,
    },
    exposeHeaders: headerNames,
    maxAge: { type: 'integer', format: 'int32', minimum: 1, default: 5 },
  },
}

const fraction: OpenApiSchema = {
  type: 'object',
  properties: {
    denominator: { type: 'integer', format: 'int32', minimum: 1, default: 100 },
    numerator: { type: 'integer', format: 'int32', minimum: 0 },
  },
  required: ['numerator'],
}

const filterTypes = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
  'RequestRedirect',
  'URLRewrite',
  'ExtensionRef',
  'CORS',
]

/** Of HTTPRoutes. @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute */
export const httpRouteAdditions: Additions = {
  '.spec.rules': { minItems: 1 },
  '.spec.rules[].name': { type: 'string', minLength: 1, maxLength: 253, pattern: dnsName },
  '.spec.rules[].matches': { maxItems: 64 },
  '.spec.rules[].matches[].headers': byKeys('name'),
  '.spec.rules[].matches[].queryParams': byKeys('name'),
  ...atPlaces(filters, {
    '.type': { enum: filterTypes },
    '.cors': cors,
    '.requestMirror.fraction': fraction,
    '.requestMirror.percent': { type: 'integer', format: 'int32', minimum: 0, maximum: 100 },
    '.requestRedirect.statusCode': { enum: [301, 302, 303, 307, 308] },
    '.requestHeaderModifier.add': byKeys('name'),
    '.requestHeaderModifier.set': byKeys('name'),
    '.requestHeaderModifier.remove': set,
    '.responseHeaderModifier.add': byKeys('name'),
    '.responseHeaderModifier.set': byKeys('name'),
    '.responseHeaderModifier.remove': set,
  }),
  '.status.parents[]': { required: ['conditions', 'controllerName', 'parentRef'] },
  '.status.parents[].conditions': byKeys('type'),
}

/** Of Gateways. @see https://gateway-api.sigs.k8s.io/reference/spec/#gateway */
export const gatewayAdditions: Additions = {
  '.spec.addresses[]': { required: [] },
  '.spec.addresses[].value': { minLength: 0 },
  '.spec.allowedListeners': openSchema,
  '.spec.infrastructure.annotations': { maxProperties: 16 },
  '.spec.infrastructure.labels{}': {
    maxLength: 63,
    pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$',
  },
  '.spec.infrastructure.parametersRef': openSchema,
  '.spec.listeners': byKeys('name'),
  '.spec.listeners[].allowedRoutes.namespaces.selector': selector,
  '.spec.listeners[].protocol': {
    pattern:
      '^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9]+$',
  },
  '.spec.tls': openSchema,
  '.status.attachedListenerSets': { type: 'integer', format: 'int32' },
  '.status.conditions': byKeys('type'),
  '.status.listeners': byKeys('name'),
  '.status.listeners[]': { required: ['attachedRoutes', 'conditions', 'name'] },
  '.status.listeners[].conditions': byKeys('type'),
}

const pending = {
  lastTransitionTime: '1970-01-01T00:00:00Z',
  message: 'Waiting for controller',
  reason: 'Pending',
  status: 'Unknown',
  type: 'Accepted',
}

/** Of GatewayClasses. @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclass */
export const gatewayClassAdditions: Additions = {
  '.spec.description': { type: 'string', maxLength: 64 },
  '.status': { default: { conditions: [pending] } },
  '.status.conditions': { ...byKeys('type'), default: [pending] },
  '.status.supportedFeatures': {
    ...byKeys('name'),
    items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
  },
}

/** Of ReferenceGrants. @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrant */
export const referenceGrantAdditions: Additions = { '': { required: ['spec'] } }
