import { describe, expect, it } from 'vitest'
import type {
  HttpMatchRequest,
  IstioGateway,
  VirtualService,
  VirtualServiceRule,
} from '@/lib/sandbox/shapes/virtual-service'
import { applyEdits } from './header-edits'
import { istioHeaderEdits } from './istio-headers'
import { compileGateway, decide, decideAtGateway, routesOf } from './istio-routes'
import type { RequestFacts } from './request-facts'

const times = (at: string) => ({ uid: 'u', resourceVersion: '1', creationTimestamp: at })
const early = '2026-01-01T00:00:00Z'
const gateway = (more: Partial<IstioGateway['spec']> = {}, name = 'public'): IstioGateway => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name, namespace: 'istio-system', ...times(early) },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] }],
    ...more,
  },
})
type Parts = { name?: string; namespace?: string; at?: string; hosts?: string[]; gateways?: string[] }
const service = (http: VirtualServiceRule[], parts: Parts = {}): VirtualService => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: parts.name ?? 'web', namespace: parts.namespace ?? 'shop', ...times(parts.at ?? early) },
  spec: {
    hosts: parts.hosts ?? ['shop.example.com'],
    gateways: parts.gateways ?? ['istio-system/public'],
    http,
  },
})
const to = (host: string, ...match: HttpMatchRequest[]): VirtualServiceRule => ({
  ...(match.length > 0 && { match }),
  route: [{ destination: { host } }],
})
type Ask = { path?: string; method?: string; host?: string; headers?: Record<string, string> }
function facts({
  path = '/',
  method = 'GET',
  host = 'shop.example.com',
  headers = {},
}: Ask = {}): RequestFacts {
  const [plain = '/', query = ''] = path.split('?')
  return {
    method,
    host: host.replace(/:\d+$/, ''),
    path: plain,
    query: new URLSearchParams(query),
    headers: { host, ...headers },
    cookies: {},
  }
}
function served(routes: VirtualService[], ask: Ask = {}, gateways = [gateway()], draw = 0): string {
  const table = compileGateway({
    gateways,
    routes,
    labels: { istio: 'ingressgateway' },
    namespace: 'istio-system',
  })
  const found = decideAtGateway(table, facts(ask), () => draw)
  return found === undefined ? '404' : (found.to?.destination.host ?? 'nothing')
}
const x = (value: string) => ({ headers: { 'x-user': value } })

const proto = 'istio.io/latest/docs/reference/config/networking/virtual-service'
const route = 'istio:pilot/pkg/networking/core/route/route.go'
const core = 'istio:pilot/pkg/networking/core/gateway.go'

describe('one match', () => {
  /** Source, match, requests that meet it, requests that do not. */
  it.each<[string, HttpMatchRequest, Ask[], Ask[]]>([
    [
      `${route} TranslateRouteMatch: a prefix is one of the text`,
      { uri: { prefix: '/api' } },
      [{ path: '/api' }, { path: '/apix' }, { path: '/api/a?b' }],
      [{ path: '/ap' }],
    ],
    [
      `${route} RouteMatch_Path: an exact path leaves the query out`,
      { uri: { exact: '/api' } },
      [{ path: '/api' }, { path: '/api?a=1' }],
      [{ path: '/api/' }],
    ],
    [
      `${proto}/#StringMatch: RE2 over the whole path`,
      { uri: { regex: '/a[0-9]+' } },
      [{ path: '/a12' }],
      [{ path: '/a12/b' }, { path: '/x/a1' }],
    ],
    [
      `${proto}/#HTTPMatchRequest ignoreUriCase`,
      { uri: { prefix: '/API' }, ignoreUriCase: true },
      [{ path: '/api/x' }],
      [{ path: '/x' }],
    ],
    [
      `${proto}/#HTTPMatchRequest: conditions of one match are ANDed`,
      { uri: { prefix: '/a' }, headers: { 'x-user': { exact: '1' } } },
      [{ path: '/a', ...x('1') }],
      [{ path: '/a' }, x('1')],
    ],
    [
      `${proto}/#HTTPMatchRequest headers exact`,
      { headers: { 'x-user': { exact: '1' } } },
      [x('1')],
      [x('11'), {}],
    ],
    [
      `${proto}/#HTTPMatchRequest headers prefix`,
      { headers: { 'x-user': { prefix: '1' } } },
      [x('1'), x('12')],
      [x('21'), {}],
    ],
    [
      `istio/api: regex \\d+$ "will only match 123, not a123"`,
      { headers: { 'x-user': { regex: String.raw`\d+$` } } },
      [x('123')],
      [x('a123'), {}],
    ],
    [
      `${route} canBeConvertedToPresentMatch: empty is presence`,
      { headers: { 'x-user': {} } },
      [x(''), x('a')],
      [{}],
    ],
    [
      `${route} canBeConvertedToPresentMatch: * is presence`,
      { headers: { 'x-user': { regex: '*' } } },
      [x(''), x('a')],
      [{}],
    ],
    [
      `${proto}/#HTTPMatchRequest: several headers are ANDed`,
      { headers: { 'x-user': { exact: '1' }, 'x-b': {} } },
      [{ headers: { 'x-user': '1', 'x-b': '2' } }],
      [x('1')],
    ],
    [
      `${route} InvertMatch: withoutHeaders takes requests that lack it`,
      { withoutHeaders: { 'x-user': { exact: '1' } } },
      [{}, x('2')],
      [x('1')],
    ],
    [
      `${route} TreatMissingHeaderAsEmpty: a missing header is an empty one`,
      { withoutHeaders: { 'x-user': { regex: 'a*' } } },
      [x('b')],
      [{}, x('a'), x('')],
    ],
    [`${route}: presence inverted is absence`, { withoutHeaders: { 'x-user': {} } }, [{}], [x(''), x('1')]],
    [
      `${route} translateQueryParamMatch exact`,
      { queryParams: { q: { exact: '1' } } },
      [{ path: '/?q=1' }],
      [{ path: '/?q=11' }, {}],
    ],
    [
      `${route} translateQueryParamMatch regex`,
      { queryParams: { q: { regex: '1.*' } } },
      [{ path: '/?q=12' }],
      [{ path: '/?q=21' }, {}],
    ],
    [
      `${route} translateQueryParamMatch presence`,
      { queryParams: { q: {} } },
      [{ path: '/?q' }, { path: '/?q=1' }],
      [{ path: '/?p=1' }],
    ],
    [
      `${route} HeaderMethod: method is a string match`,
      { method: { regex: 'GET|HEAD' } },
      [{}, { method: 'HEAD' }],
      [{ method: 'POST' }],
    ],
    [
      `${route} HeaderAuthority: authority has the port`,
      { authority: { regex: String.raw`shop\.example\.com(:[0-9]+)?` } },
      [{}, { host: 'shop.example.com:8083' }],
      [],
    ],
    [
      `${route} translateHeaderMatch: cookies are one header`,
      { headers: { cookie: { regex: String.raw`^(.*?;\s*)?(a=1)(;.*)?$` } } },
      [{ headers: { cookie: 'a=1' } }, { headers: { cookie: 'b=2; a=1; c' } }],
      [{ headers: { cookie: 'ba=1' } }, { headers: { cookie: 'a=12' } }, {}],
    ],
    [`${route} translateRoute: a port of another listener`, { port: 81 }, [], [{}]],
    [`${route} sourceMatchHTTP: gateways of the match`, { gateways: ['istio-system/other'] }, [], [{}]],
    [
      `${route} sourceMatchHTTP: labels of the sender`,
      { sourceLabels: { istio: 'ingressgateway' } },
      [{}],
      [],
    ],
    [`${route} sourceMatchHTTP: another sender`, { sourceLabels: { app: 'web' } }, [], [{}]],
    [`${route} sourceMatchHTTP: namespace of the sender`, { sourceNamespace: 'shop' }, [], [{}]],
  ])('%s', (_, match, yes, no) => {
    const asked = (ask: Ask) => served([service([to('yes', match), to('no')])], ask)
    expect(yes.map(asked)).toEqual(yes.map(() => 'yes'))
    expect(no.map(asked)).toEqual(no.map(() => 'no'))
  })
})

describe('the order of rules', () => {
  it.each<[string, VirtualService[], Ask, string]>([
    [
      `${route} BuildHTTPRoutesForVirtualService: the first that matches`,
      [
        service([
          to('first', { uri: { prefix: '/' }, headers: { a: {} } }),
          to('second', { headers: { a: {} } }),
        ]),
      ],
      { headers: { a: '' } },
      'first',
    ],
    [
      `${proto}/#HTTPRoute match: several matches are ORed`,
      [service([to('or', { headers: { a: {} } }, { headers: { b: {} } }), to('rest')])],
      { headers: { b: '' } },
      'or',
    ],
    [
      `${route} catchall: nothing behind a rule that takes everything`,
      [service([to('all'), to('never', { headers: { a: {} } })])],
      { headers: { a: '' } },
      'all',
    ],
    [
      `${route} IsCatchAllRoute: prefix / takes everything`,
      [service([to('all', { uri: { prefix: '/' } }), to('never', { headers: { a: {} } })])],
      { headers: { a: '' } },
      'all',
    ],
    [
      `${core} SortVHostRoutes: of several VirtualServices of a host what takes all comes last`,
      [
        service([to('all')]),
        service([to('late', { uri: { prefix: '/late' } })], { name: 'x', at: '2026-02-01T00:00:00Z' }),
      ],
      { path: '/late' },
      'late',
    ],
    [
      `istio docs, split virtual services: only one rule that takes all, the oldest's`,
      [service([to('young')], { name: 'x', at: '2026-02-01T00:00:00Z' }), service([to('old')])],
      {},
      'old',
    ],
    [
      `${core} vHost.Routes append: the oldest object's rules first`,
      [
        service([to('young', { uri: { prefix: '/a' } })], { name: 'a', at: '2026-02-01T00:00:00Z' }),
        service([to('old', { uri: { prefix: '/a' } })]),
      ],
      { path: '/a' },
      'old',
    ],
    [
      `${core}: no rule that matches is 404`,
      [service([to('a', { uri: { prefix: '/a' } })])],
      { path: '/b' },
      '404',
    ],
  ])('%s', (_, routes, ask, expected) => {
    expect(served(routes, ask)).toBe(expected)
  })
})

describe('hosts and gateways', () => {
  const all = [to('web')]
  it.each<[string, VirtualService[], Ask, IstioGateway[], string]>([
    [
      `${core} IgnorePortInHostMatching`,
      [service(all)],
      { host: 'shop.example.com:8083' },
      [gateway()],
      'web',
    ],
    [
      'envoy route_components.proto: domains, exact before suffix',
      [service([to('wild')], { name: 'w', hosts: ['*.example.com'] }), service(all)],
      {},
      [gateway()],
      'web',
    ],
    [
      'envoy route_components.proto: domains, the longest suffix',
      [service([to('far')], { name: 'f', hosts: ['*.com'] }), service(all, { hosts: ['*.example.com'] })],
      {},
      [gateway()],
      'web',
    ],
    [
      'envoy route_components.proto: domains, * last',
      [service(all, { hosts: ['*'] })],
      { host: 'any.example.org' },
      [gateway()],
      'web',
    ],
    [
      `${core} intersectingHosts: hosts of the server`,
      [service(all)],
      {},
      [gateway({ servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['other.example.com'] }] })],
      '404',
    ],
    [
      `${core} intersectingHosts: a wider host of the route`,
      [service(all, { hosts: ['*.example.com'] })],
      {},
      [gateway({ servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['shop.example.com'] }] })],
      'web',
    ],
    [
      `${core} NamesForNamespace: hosts of another namespace`,
      [service(all)],
      {},
      [gateway({ servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['other/*'] }] })],
      '404',
    ],
    [
      `${proto}/#VirtualService gateways: without any for sidecars only`,
      [service(all, { gateways: [] })],
      {},
      [gateway()],
      '404',
    ],
    [
      `${proto}/#VirtualService gateways: a bare name is of its own namespace`,
      [service(all, { gateways: ['public'] })],
      {},
      [gateway()],
      '404',
    ],
    [
      `${proto}/#VirtualService gateways: both gateway and mesh`,
      [service(all, { gateways: ['mesh', 'istio-system/public'] })],
      {},
      [gateway()],
      'web',
    ],
    [
      'istio.io gateway/#Gateway selector: other pods',
      [service(all)],
      {},
      [gateway({ selector: { istio: 'egress' } })],
      '404',
    ],
    [
      'istio.io gateway/#Port protocol: HTTPS is not served here',
      [service(all)],
      {},
      [gateway({ servers: [{ port: { number: 443, protocol: 'HTTPS' }, hosts: ['*'] }] })],
      '404',
    ],
  ])('%s', (_, routes, ask, gateways, expected) => {
    expect(served(routes, ask, gateways)).toBe(expected)
  })
})

describe('destinations', () => {
  const split = (...weights: (number | undefined)[]) => [
    service([
      {
        route: weights.map((weight, index) => ({
          destination: { host: `v${index}` },
          ...(weight !== undefined && { weight }),
        })),
      },
    ]),
  ]
  it.each<[string, (number | undefined)[], number, string]>([
    [`${route} applyHTTPRouteDestination: the only one takes everything`, [0], 0.99, 'v0'],
    [`${proto}/#HTTPRouteDestination weight: shares of the sum`, [70, 30], 0.69, 'v0'],
    [`${proto}/#HTTPRouteDestination weight: shares of the sum`, [70, 30], 0.7, 'v1'],
    [`${proto}/#HTTPRouteDestination weight: any sum`, [1, 3], 0.26, 'v1'],
    [`${route} "Ignore 0 weighted clusters"`, [0, 100], 0, 'v1'],
    [`${route} "Ignore 0 weighted clusters": also without a weight`, [undefined, 1], 0, 'v1'],
  ])('%s %j at %d', (_, weights, draw, expected) => {
    expect(served(split(...weights), {}, [gateway()], draw)).toBe(expected)
  })
})

describe('headers', () => {
  const tag = 'x-mse-tag'
  const after = (rule: VirtualServiceRule, index = 0) =>
    istioHeaderEdits(rule, rule.route?.[index], 'request').reduce(applyEdits, { [tag]: 'forged' })
  const one = (headers: object) => ({ destination: { host: 'a' }, headers })
  it.each<[string, VirtualServiceRule, string | undefined]>([
    [
      `${route} processDestination: what the only destination sets comes after the rule's`,
      {
        headers: { request: { set: { [tag]: 'rule' } } },
        route: [one({ request: { set: { [tag]: 'own' } } })],
      },
      'own',
    ],
    [
      `${route} processDestination: all removals of a rule and its only destination come first`,
      { headers: { request: { set: { [tag]: 'rule' } } }, route: [one({ request: { remove: [tag] } })] },
      'rule',
    ],
    [
      'envoy http_conn_man/headers: of several destinations the rule comes after',
      {
        headers: { request: { set: { [tag]: 'rule' } } },
        route: [one({ request: { set: { [tag]: 'own' } } }), one({})],
      },
      'rule',
    ],
    [
      'envoy http_conn_man/headers: so the rule removes what a destination set',
      {
        headers: { request: { remove: ['X-Mse-Tag'] } },
        route: [one({ request: { set: { [tag]: 'own' } } }), one({})],
      },
      undefined,
    ],
    [
      `${proto}/#Headers-HeaderOperations add`,
      { route: [one({ request: { add: { [tag]: 'b' } } })] },
      'forged,b',
    ],
  ])('%s', (_, rule, expected) => {
    expect(after(rule)[tag]).toBe(expected)
  })
})

it('asks the rules of one VirtualService for a sidecar, as its labels and namespace say', () => {
  const source = { labels: { app: 'a' }, namespace: 'shop' }
  const own = service([to('a', { sourceLabels: { app: 'a' } }), to('rest')])
  const routes = routesOf(own, { gateways: new Set(['mesh']), port: 80, source })
  expect(decide(routes, facts(), () => 0)?.to?.destination.host).toBe('a')
  const others = routesOf(own, { gateways: new Set(['mesh']), port: 80, source: { ...source, labels: {} } })
  expect(decide(others, facts(), () => 0)?.to?.destination.host).toBe('rest')
})
