import { describe, expect, it } from 'vitest'
import type { Gateway, GatewayListener } from '@/lib/sandbox/shapes/gateway'
import type {
  HttpBackendRef,
  HttpRoute,
  HttpRouteMatch,
  HttpRouteRule,
} from '@/lib/sandbox/shapes/http-route'
import { compileHttpRoutes, decideHttpRoute } from './http-route-table'
import type { RequestFacts } from './request-facts'

const http: GatewayListener = {
  name: 'http',
  port: 80,
  protocol: 'HTTP',
  allowedRoutes: { namespaces: { from: 'All' } },
}

function gatewayWith(listeners: GatewayListener[]): Gateway {
  const times = { uid: 'g', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' }
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'gateways', ...times },
    spec: { gatewayClassName: 'sandbox', listeners },
  }
}

type RouteParts = {
  name?: string
  namespace?: string
  at?: string
  hostnames?: string[]
  parent?: object
  rules: HttpRouteRule[]
}

function route({
  name = 'web',
  namespace = 'shop',
  at = '2026-01-01T00:00:00Z',
  ...parts
}: RouteParts): HttpRoute {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace, uid: name, resourceVersion: '1', creationTimestamp: at },
    spec: {
      parentRefs: [{ name: 'public', namespace: 'gateways', ...parts.parent }],
      hostnames: parts.hostnames ?? ['shop.example.com'],
      rules: parts.rules,
    },
  }
}

/** A rule to one backend, by its matches. */
const to = (name: string, ...matches: HttpRouteMatch[]): HttpRouteRule => ({
  ...(matches.length > 0 && { matches }),
  backendRefs: [{ name, port: 80 }],
})
const path = (value: string, type = 'PathPrefix') => ({ path: { type, value } })
const header = (name: string, value = '1') => ({ name, value })

type Request = { path?: string; method?: string; host?: string; headers?: Record<string, string> }

function facts({
  path: url = '/',
  method = 'GET',
  host = 'shop.example.com',
  headers = {},
}: Request): RequestFacts {
  const [plain = '/', query = ''] = url.split('?')
  return { method, host, path: plain, query: new URLSearchParams(query), headers, cookies: {} }
}

function served(routes: HttpRoute[], request: Request, listeners = [http], draw = 0): string {
  const decision = decideHttpRoute(
    compileHttpRoutes(gatewayWith(listeners), routes),
    facts(request),
    () => draw,
  )
  if (decision === undefined) return '404'
  return decision.backend?.name ?? '500'
}

/**
 * What a case stands on: a sentence of the API's reference, by the type or field whose documentation has it.
 * @see https://github.com/kubernetes-sigs/gateway-api/blob/v1.6.1/apis/v1/httproute_types.go
 * @see https://github.com/kubernetes-sigs/gateway-api/blob/v1.6.1/apis/v1/shared_types.go
 */
type Case = { says: string; routes: HttpRoute[]; request: Request; served: string }

const web = route({ rules: [to('web')] })
const cases: Case[] = [
  {
    says: 'HTTPRouteRule.matches: if no matches are specified, the default is a prefix path match on "/"',
    routes: [web],
    request: { path: '/any/where' },
    served: 'web',
  },
  {
    says: 'HTTPRouteRule: when no rules matching a request have been successfully attached, a HTTP 404 status code must be returned',
    routes: [route({ rules: [to('web', path('/a'))] })],
    request: { path: '/b' },
    served: '404',
  },
  {
    says: 'HTTPPathMatch Exact: matches the URL path exactly and with case sensitivity',
    routes: [route({ rules: [to('exact', path('/pay', 'Exact')), to('web')] })],
    request: { path: '/Pay' },
    served: 'web',
  },
  {
    says: 'HTTPPathMatch Exact: an exact path match on /abc would only match requests to /abc, not /abc/',
    routes: [route({ rules: [to('exact', path('/pay', 'Exact')), to('web')] })],
    request: { path: '/pay/' },
    served: 'web',
  },
  {
    says: 'HTTPPathMatch PathPrefix: /abc, /abc/ and /abc/def match the prefix /abc',
    routes: [route({ rules: [to('api', path('/abc')), to('web')] })],
    request: { path: '/abc/def' },
    served: 'api',
  },
  {
    says: 'HTTPPathMatch PathPrefix: the path /abcd would not match the prefix /abc',
    routes: [route({ rules: [to('api', path('/abc')), to('web')] })],
    request: { path: '/abcd' },
    served: 'web',
  },
  {
    says: 'HTTPPathMatch PathPrefix: when specified, a trailing `/` is ignored',
    routes: [route({ rules: [to('api', path('/abc/')), to('web')] })],
    request: { path: '/abc' },
    served: 'api',
  },
  {
    says: 'HTTPRouteRule.matches: proxies must prioritize "Exact" path match',
    routes: [
      route({
        rules: [to('web', { ...path('/pay'), headers: [header('x')] }), to('exact', path('/pay', 'Exact'))],
      }),
    ],
    request: { path: '/pay', headers: { x: '1' } },
    served: 'exact',
  },
  {
    says: 'HTTPRouteRule.matches: "Prefix" path match with largest number of characters',
    routes: [route({ rules: [to('web', path('/')), to('short', path('/a')), to('long', path('/a/b'))] })],
    request: { path: '/a/b/c' },
    served: 'long',
  },
  {
    says: 'HTTPRouteRule.matches: a longer prefix goes before headers of a shorter one',
    routes: [
      route({
        rules: [to('lane', { ...path('/'), headers: [header('x'), header('y')] }), to('api', path('/api'))],
      }),
    ],
    request: { path: '/api', headers: { x: '1', y: '1' } },
    served: 'api',
  },
  {
    says: 'HTTPRouteRule.matches: method match, before the number of headers',
    routes: [
      route({
        rules: [to('headers', { headers: [header('x'), header('y')] }), to('method', { method: 'POST' })],
      }),
    ],
    request: { method: 'POST', headers: { x: '1', y: '1' } },
    served: 'method',
  },
  {
    says: 'HTTPRouteMatch.method: matches only when the method is the one given',
    routes: [route({ rules: [to('method', { method: 'POST' }), to('web')] })],
    request: { method: 'GET' },
    served: 'web',
  },
  {
    says: 'HTTPRouteRule.matches: largest number of header matches',
    routes: [
      route({
        rules: [to('one', { headers: [header('x')] }), to('two', { headers: [header('x'), header('y')] })],
      }),
    ],
    request: { headers: { x: '1', y: '1' } },
    served: 'two',
  },
  {
    says: 'HTTPRouteRule.matches: one header before any number of query parameters',
    routes: [
      route({
        rules: [
          to('query', { queryParams: [header('a'), header('b')] }),
          to('header', { headers: [header('x')] }),
        ],
      }),
    ],
    request: { path: '/?a=1&b=1', headers: { x: '1' } },
    served: 'header',
  },
  {
    says: 'HTTPRouteRule.matches: largest number of query param matches',
    routes: [
      route({
        rules: [
          to('one', { queryParams: [header('a')] }),
          to('two', { queryParams: [header('a'), header('b')] }),
        ],
      }),
    ],
    request: { path: '/?a=1&b=1' },
    served: 'two',
  },
  {
    says: 'HTTPRouteRule.matches: on ties, the oldest Route based on creation timestamp',
    routes: [
      route({ name: 'a-new', at: '2026-01-02T00:00:00Z', rules: [to('new', { headers: [header('x')] })] }),
      route({ name: 'z-old', at: '2026-01-01T00:00:00Z', rules: [to('old', { headers: [header('y')] })] }),
    ],
    request: { headers: { x: '1', y: '1' } },
    served: 'old',
  },
  {
    says: 'HTTPRouteRule.matches: then the Route appearing first in alphabetical order by "{namespace}/{name}"',
    routes: [route({ name: 'b', rules: [to('second')] }), route({ name: 'a', rules: [to('first')] })],
    request: {},
    served: 'first',
  },
  {
    says: 'HTTPRouteRule.matches: within one Route, the FIRST matching rule in list order',
    routes: [
      route({ rules: [to('first', { headers: [header('x')] }), to('second', { headers: [header('y')] })] }),
    ],
    request: { headers: { x: '1', y: '1' } },
    served: 'first',
  },
  {
    says: 'HTTPRouteRule.matches: each match is independent, the rule is matched if any one is satisfied (OR)',
    routes: [
      route({ rules: [to('lane', { headers: [header('x')] }, { queryParams: [header('a')] }), to('web')] }),
    ],
    request: { path: '/?a=1' },
    served: 'lane',
  },
  {
    says: 'HTTPRouteMatch: values of one match are ANDed together',
    routes: [
      route({ rules: [to('lane', { headers: [header('x')], queryParams: [header('a')] }), to('web')] }),
    ],
    request: { headers: { x: '1' } },
    served: 'web',
  },
  {
    says: 'HTTPHeaderMatch.name: name matching must be case-insensitive',
    routes: [route({ rules: [to('lane', { headers: [header('X-Lane', 'gray')] }), to('web')] })],
    request: { headers: { 'x-lane': 'gray' } },
    served: 'lane',
  },
  {
    says: 'HTTPHeaderMatch Exact: the value must be the same, case included',
    routes: [route({ rules: [to('lane', { headers: [header('x-lane', 'gray')] }), to('web')] })],
    request: { headers: { 'x-lane': 'Gray' } },
    served: 'web',
  },
  {
    says: 'HTTPHeaderMatch.name: if multiple entries specify equivalent header names, only the first entry must be considered',
    routes: [
      route({
        rules: [
          to('two', { headers: [header('x', '1'), header('X', '2')] }),
          to('other', { headers: [header('y')] }),
        ],
      }),
    ],
    request: { headers: { x: '1' } },
    served: 'two',
  },
  {
    says: 'HTTPQueryParamMatch Exact: the value is decoded and compared as a whole',
    routes: [route({ rules: [to('lane', { queryParams: [header('group', 'a b')] }), to('web')] })],
    request: { path: '/?group=a%20b' },
    served: 'lane',
  },
  {
    says: 'HTTPQueryParamMatch.name: exact, case included',
    routes: [route({ rules: [to('lane', { queryParams: [header('group', 'gray')] }), to('web')] })],
    request: { path: '/?Group=gray' },
    served: 'web',
  },
  {
    says: 'HTTPRouteSpec.hostnames: hostnames match the Host header; without one in common the request is not routed',
    routes: [web],
    request: { host: 'other.example.com' },
    served: '404',
  },
  {
    says: 'Hostname: *.example.com matches test.example.com and foo.test.example.com',
    routes: [route({ hostnames: ['*.example.com'], rules: [to('any')] })],
    request: { host: 'foo.test.example.com' },
    served: 'any',
  },
  {
    says: 'Hostname: *.example.com does not match example.com',
    routes: [route({ hostnames: ['*.example.com'], rules: [to('any')] })],
    request: { host: 'example.com' },
    served: '404',
  },
  {
    says: 'HTTPRouteSpec.hostnames: precedence to the largest number of characters in a matching non-wildcard hostname, before matches',
    routes: [
      route({ name: 'any', hostnames: ['*.example.com'], rules: [to('any', { headers: [header('x')] })] }),
      route({ name: 'own', rules: [to('own')] }),
    ],
    request: { headers: { x: '1' } },
    served: 'own',
  },
  {
    says: 'HTTPRouteSpec.hostnames: then characters in a matching hostname',
    routes: [
      route({ name: 'a', hostnames: ['*.com'], rules: [to('short')] }),
      route({ name: 'b', hostnames: ['*.example.com'], rules: [to('long')] }),
    ],
    request: {},
    served: 'long',
  },
  {
    says: 'HTTPRouteSpec.hostnames: if no hostname is specified, the Route matches every host of its listener',
    routes: [{ ...web, spec: { ...web.spec, hostnames: [] } }],
    request: { host: 'any.test' },
    served: 'web',
  },
  {
    says: 'HTTPBackendRef.weight: if weight is set to 0, no traffic should be forwarded for this entry',
    routes: [
      route({
        rules: [
          {
            backendRefs: [
              { name: 'none', port: 80, weight: 0 },
              { name: 'all', port: 80, weight: 5 },
            ],
          },
        ],
      }),
    ],
    request: {},
    served: 'all',
  },
  {
    says: 'BackendRef.weight: nothing is forwarded where all are 0; the API leaves the status open, here it is 500',
    routes: [route({ rules: [{ backendRefs: [{ name: 'none', port: 80, weight: 0 }] }] })],
    request: {},
    served: '500',
  },
  {
    says: 'ParentReference.namespace: a Gateway of another namespace is another Gateway',
    routes: [route({ parent: { namespace: 'shop' }, rules: [to('web')] })],
    request: {},
    served: '404',
  },
  {
    says: 'ParentReference.kind: a Service is no Gateway',
    routes: [route({ parent: { group: '', kind: 'Service' }, rules: [to('web')] })],
    request: {},
    served: '404',
  },
  {
    says: 'ParentReference.sectionName: the name of a listener; another listener does not serve the route',
    routes: [route({ parent: { sectionName: 'https' }, rules: [to('web')] })],
    request: {},
    served: '404',
  },
]

describe('an HTTPRoute', () => {
  it.each(cases)('$says', ({ routes, request, served: expected }) => {
    expect(served(routes, request)).toBe(expected)
    expect(served(routes.toReversed(), request)).toBe(expected)
  })
})

describe('a listener', () => {
  const own: GatewayListener = { ...http, name: 'own', hostname: 'shop.example.com' }
  const any: GatewayListener = { ...http, name: 'any', hostname: '*.example.com' }

  it('Listener.hostname: the most specific one that matches is chosen, and only its routes count', () => {
    const routes = [
      route({ name: 'own', parent: { sectionName: 'own' }, rules: [to('own', path('/own'))] }),
      route({ name: 'any', parent: { sectionName: 'any' }, rules: [to('any')] }),
    ]
    expect(served(routes, { path: '/own' }, [any, own])).toBe('own')
    expect(served(routes, {}, [any, own])).toBe('404')
  })

  it('HTTPRouteSpec.hostnames: only those that intersect with the listener’s are served', () => {
    const routes = [route({ hostnames: ['*.example.com', 'shop.test'], rules: [to('web')] })]
    expect(served(routes, {}, [own])).toBe('web')
    expect(served(routes, { host: 'shop.test' }, [own])).toBe('404')
    expect(served(routes, { host: 'www.example.com' }, [own])).toBe('404')
  })

  it('RouteNamespaces.from: Same is the default, All lets every namespace in', () => {
    const same: GatewayListener = { name: 'http', port: 80, protocol: 'HTTP' }
    expect(served([web], {}, [same])).toBe('404')
    expect(served([route({ namespace: 'gateways', rules: [to('near')] })], {}, [same])).toBe('near')
  })
})

describe('weights', () => {
  const shares = (backendRefs: HttpBackendRef[]) => {
    const table = compileHttpRoutes(gatewayWith([http]), [route({ rules: [{ backendRefs }] })])
    const counts: Record<string, number> = {}
    for (let draw = 0; draw < 1000; draw++) {
      const name = decideHttpRoute(table, facts({}), () => draw / 1000)?.backend?.name ?? '500'
      counts[name] = (counts[name] ?? 0) + 1
    }
    return counts
  }

  it('HTTPBackendRef.weight: the proportion is weight / sum of all weights, which need not be 100', () => {
    const refs = [
      { name: 'web', port: 80, weight: 7 },
      { name: 'gray', port: 80, weight: 2 },
      { name: 'blue', port: 80, weight: 1 },
    ]
    expect(shares(refs)).toEqual({ web: 700, gray: 200, blue: 100 })
  })

  it('HTTPBackendRef.weight: unspecified is 1', () => {
    expect(
      shares([
        { name: 'web', port: 80 },
        { name: 'gray', port: 80, weight: 3 },
      ]),
    ).toEqual({ web: 250, gray: 750 })
  })
})
