import { listAt, objectAt, objectsAt, textAt } from '@/lib/sandbox/store/json-path'
import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import type { CustomRule } from './custom-resource'

// What no schema can say: https://gateway-api.sigs.k8s.io/reference/spec/

const path = '.spec.rules[].matches[].path'
const plainTypes = ['Exact', 'PathPrefix']
const plainText = "when type one of ['Exact', 'PathPrefix']"
const pathCharacters = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$/

function ofPlainPath(holds: (value: string) => boolean): CustomRule['holds'] {
  return (match) => !plainTypes.includes(textAt(match, 'type') ?? '') || holds(textAt(match, 'value') ?? '')
}

const pathRules: readonly CustomRule[] = [
  {
    path,
    message: `value must be an absolute path and start with '/' ${plainText}`,
    holds: ofPlainPath((value) => value.startsWith('/')),
  },
  ...['//', '/./', '/../', '%2f', '%2F', '#'].map((part) => ({
    path,
    message: `must not contain '${part}' ${plainText}`,
    holds: ofPlainPath((value) => !value.includes(part)),
  })),
  ...['/..', '/.'].map((part) => ({
    path,
    message: `must not end with '${part}' ${plainText}`,
    holds: ofPlainPath((value) => !value.endsWith(part)),
  })),
  {
    path,
    message: `must only contain valid characters (matching ${pathCharacters.source.replaceAll('\\/', '/')}) for types ['Exact', 'PathPrefix']`,
    holds: ofPlainPath((value) => pathCharacters.test(value)),
  },
]

const configs: Readonly<Record<string, string>> = {
  CORS: 'cors',
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
}
const once = ['CORS', 'RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite']

function has(value: Json, field: string): boolean {
  return objectAt(value, field) !== undefined
}

function ofType(filters: Json, type: string): number {
  return objectsAt({ filters }, 'filters').filter((filter) => filter.type === type).length
}

function filterRules(place: string): CustomRule[] {
  return [
    {
      path: place,
      message:
        'May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both',
      holds: (filters) => ofType(filters, 'RequestRedirect') === 0 || ofType(filters, 'URLRewrite') === 0,
    },
    ...once.map((type) => ({
      path: place,
      message: `${type} filter cannot be repeated`,
      holds: (filters: Json) => ofType(filters, type) <= 1,
    })),
    ...Object.entries(configs).flatMap(([type, field]) => [
      {
        path: `${place}[]`,
        message: `filter.${field} must be nil if the filter.type is not ${type}`,
        holds: (filter: Json) => !has(filter, field) || textAt(filter, 'type') === type,
      },
      {
        path: `${place}[]`,
        message: `filter.${field} must be specified for ${type} filter.type`,
        holds: (filter: Json) => has(filter, field) || textAt(filter, 'type') !== type,
      },
    ]),
  ]
}

function matchCount(rules: Json): number {
  return objectsAt({ rules }, 'rules').reduce((sum, rule) => sum + listAt(rule, 'matches').length, 0)
}

/** Of HTTPRoutes: paths, filters, ports and the number of matches. */
export const httpRouteRules: readonly CustomRule[] = [
  {
    path: '.spec.rules',
    message:
      'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128',
    holds: (rules) => matchCount(rules) <= 128,
  },
  {
    path: '.spec.rules[]',
    message: 'RequestRedirect filter must not be used together with backendRefs',
    holds: (rule) =>
      listAt(rule, 'backendRefs').length === 0 ||
      objectsAt(rule, 'filters').every((filter) => !has(filter, 'requestRedirect')),
  },
  {
    path: '.spec.rules[].backendRefs[]',
    message: 'Must have port for Service reference',
    holds: (backend) =>
      textAt(backend, 'group') !== '' || textAt(backend, 'kind') !== 'Service' || hasPort(backend),
  },
  ...filterRules('.spec.rules[].backendRefs[].filters'),
  ...filterRules('.spec.rules[].filters'),
  ...pathRules,
]

function hasPort(backend: Json): boolean {
  return typeof backend === 'object' && backend !== null && 'port' in backend
}

function everyListener(holds: (protocol: string, listener: Json) => boolean): CustomRule['holds'] {
  return (listeners) =>
    objectsAt({ listeners }, 'listeners').every((listener) =>
      holds(textAt(listener, 'protocol') ?? '', listener),
    )
}

function socketOf({ port, protocol, hostname }: JsonObject): string {
  return JSON.stringify([port, protocol, hostname])
}

/** Of Gateways: what listeners may say together. */
export const gatewayRules: readonly CustomRule[] = [
  {
    path: '.spec.listeners',
    message: "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
    holds: everyListener(
      (protocol, listener) => !['HTTP', 'TCP', 'UDP'].includes(protocol) || !has(listener, 'tls'),
    ),
  },
  {
    path: '.spec.listeners',
    message: 'tls mode must be Terminate for protocol HTTPS',
    holds: everyListener(
      (protocol, listener) =>
        protocol !== 'HTTPS' ||
        !has(listener, 'tls') ||
        ['', 'Terminate'].includes(textAt(listener, 'tls', 'mode') ?? ''),
    ),
  },
  {
    path: '.spec.listeners',
    message: "hostname must not be specified for protocols ['TCP', 'UDP']",
    holds: everyListener(
      (protocol, listener) =>
        !['TCP', 'UDP'].includes(protocol) || (textAt(listener, 'hostname') ?? '') === '',
    ),
  },
  {
    path: '.spec.listeners',
    message: 'Combination of port, protocol and hostname must be unique for each listener',
    holds: (listeners) => {
      const sockets = objectsAt({ listeners }, 'listeners').map(socketOf)
      return new Set(sockets).size === sockets.length
    },
  },
]
