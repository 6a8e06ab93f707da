import { describe, expect, it } from 'vitest'
import type { Condition } from '@/lib/domain/condition'
import { Entry } from '@/lib/domain/entry'
import type { KubeObject } from '@/lib/domain/kube-object'
import { istio } from './istio'
import { istioInner } from './istio-mesh'
import type { BaseRoute, CheckContext, Routes } from './provider'

const settings = (more: object = {}) => istio.settings.parse(more)
const context: CheckContext = {
  lanes: [],
  application: undefined,
  tagHeader: 'x-mse-tag',
  tagPolicy: 'closed',
}
const entry = (more: object = {}) =>
  Entry.parse({ name: 'web', provider: 'istio', application: 'web', host: 'shop.example.com', ...more })

const route = (
  http: object[],
  more: { name?: string; spec?: object; labels?: Record<string, string> } = {},
): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: {
    name: more.name ?? 'web',
    namespace: 'shop',
    uid: 'u',
    ...(more.labels && { labels: more.labels }),
  },
  spec: { hosts: ['shop.example.com'], gateways: ['gateways/public'], http, ...more.spec },
})
const to = (host: string) => [{ destination: { host, port: { number: 80 } } }]
const web = { name: 'web', port: 80 }
const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: { app: 'web' } },
}

const find = (objects: KubeObject[], own: object = {}, more: object = {}) =>
  istio.findBase(entry(more), settings(own), objects, web)
const said = (found: ReturnType<typeof find>) =>
  'problem' in found ? found.problem.code : found.paths.map(({ path, type }) => `${type} ${path}`)

describe('the base route', () => {
  const plain = [{ route: to('web') }]
  it.each<[string, KubeObject[], object, unknown]>([
    ['is found by host', [route(plain)], {}, ['Prefix /']],
    [
      'is found with the older version of the API',
      [{ ...route(plain), apiVersion: 'networking.istio.io/v1beta1' }],
      {},
      ['Prefix /'],
    ],
    [
      'may name its Service in full',
      [route([{ route: to('web.shop.svc.cluster.local') }])],
      {},
      ['Prefix /'],
    ],
    [
      'has the paths that lead to the Service',
      [
        route([
          { match: [{ uri: { prefix: '/files/' } }], route: to('files') },
          { match: [{ uri: { exact: '/api' } }, { uri: { prefix: '/api/' } }], route: to('web') },
        ]),
      ],
      {},
      ['Prefix /api'],
    ],
    ['is none that only sidecars obey', [route(plain, { spec: { gateways: ['mesh'] } })], {}, 'NoBaseRoute'],
    ['is none without gateways', [route(plain, { spec: { gateways: undefined } })], {}, 'NoBaseRoute'],
    ['is none of another gateway', [route(plain)], { gateways: ['gateways/inside'] }, 'NoBaseRoute'],
    [
      'is none of another namespace’s Service',
      [route([{ route: to('web.other.svc.cluster.local') }])],
      {},
      'NoBaseRoute',
    ],
    ['is none of a lane', [route(plain, { labels: { 'lanekeeper.io/lane': 'gray' } })], {}, 'NoBaseRoute'],
    [
      'must be the only one of its host and gateway',
      [route(plain), route([{ match: [{ uri: { exact: '/x' } }], route: to('x') }], { name: 'x' })],
      {},
      'SeveralBaseRoutes',
    ],
    [
      'is told from another by its gateway',
      [route(plain), route(plain, { name: 'x', spec: { gateways: ['inside'] } })],
      { gateways: ['shop/inside'] },
      ['Prefix /'],
    ],
    ['cannot be split already', [route([{ route: [...to('web'), ...to('web-2')] }])], {}, 'NoBaseRoute'],
    [
      'cannot stand behind conditions',
      [route([{ match: [{ headers: { end: { exact: 'jason' } } }], route: to('web-2') }, ...plain])],
      {},
      'BaseRouteConditional',
    ],
    [
      'may stand behind conditions of a longer path',
      [route([{ match: [{ uri: { prefix: '/admin' }, headers: { a: {} } }], route: to('admin') }, ...plain])],
      {},
      ['Prefix /'],
    ],
    [
      'cannot stand behind a pattern',
      [route([{ match: [{ uri: { regex: '/a.*' } }], route: to('a') }, ...plain])],
      {},
      'BaseRouteConditional',
    ],
    ['is made where nobody serves the host', [service], { gateways: ['gateways/public'] }, ['Prefix /']],
    ['is not made without a gateway', [service], {}, 'NoBaseRoute'],
    [
      'needs a version of the baseline for subsets',
      [route(plain), service],
      { subsets: 'subset' },
      'NoBaseVersion',
    ],
  ])('%s', (_, objects, own, expected) => {
    expect(said(find(objects, own))).toEqual(expected)
  })

  it('has exactly the paths of the entry, or is none', () => {
    const rules = [{ match: [{ uri: { prefix: '/api' } }], route: to('web') }]
    expect(said(find([route(rules)], {}, { paths: [{ path: '/api/' }] }))).toEqual(['Prefix /api'])
    expect(said(find([route(rules)], {}, { paths: [{ path: '/' }] }))).toBe('NoBaseRoute')
  })
})

describe('what a branch cannot ask', () => {
  const header = (value: string, more: object = {}): Condition => ({
    source: 'header',
    name: 'x-user',
    operator: 'prefix',
    value,
    ...more,
  })
  const cookie = (name: string, value = '1'): Condition => ({
    source: 'cookie',
    name,
    operator: 'exact',
    value,
  })
  const not = { not: true as const }
  const query: Condition = { source: 'query', name: 'q', operator: 'exact', value: '1', not: true }
  const path: Condition = { source: 'path', operator: 'regex', value: '/a.*' }
  const long: Condition = {
    source: 'header',
    name: 'x-user',
    operator: 'in',
    values: Array.from({ length: 100 }, (_, index) => `user-number-${index}`),
  }
  it.each<[string, Condition[], object, string[]]>([
    ['one header by two patterns', [header('a'), header('ab')], {}, ['TwoTests']],
    ['one header by a pattern and a negation', [header('a'), header('ab', not)], {}, []],
    ['one header by two negations', [header('a', not), header('b', not)], {}, []],
    [
      'one header by a list and a pattern',
      [header('a'), { ...header('a'), operator: 'in', values: ['a', 'b'] } as Condition],
      {},
      [],
    ],
    ['two cookies', [cookie('a'), cookie('b')], {}, ['TwoTests']],
    [
      'a cookie and one that must not be there',
      [cookie('a'), { ...cookie('b'), ...not } as Condition],
      {},
      [],
    ],
    [
      'a cookie and the header of all',
      [cookie('a'), { source: 'header', name: 'Cookie', operator: 'present' }],
      {},
      ['TwoTests'],
    ],
    ['a cookie with a semicolon', [cookie('a', '1;2')], {}, ['Value']],
    [
      'a header that a match keeps',
      [{ source: 'header', name: 'Method', operator: 'present' }],
      {},
      ['Value'],
    ],
    ['a query parameter not to match', [query], {}, ['Condition']],
    ['a pattern of the whole path', [path], {}, []],
    ['a pattern below a prefix', [path], { paths: [{ path: '/api' }] }, ['Value']],
    ['a list longer than a pattern may be', [long], {}, ['LongPattern']],
  ])('%s', (_, branch, more, codes) => {
    const rule = { name: 'r', match: [branch], targets: [{ lane: 'gray', weight: 1 }] }
    expect(istio.check([rule], entry(more), context).map(({ code }) => code)).toEqual(codes)
  })
})

describe('rules before the user’s', () => {
  const gray = { lane: 'gray', weight: 100, service: { name: 'web-gray', port: 80 }, setTag: 'gray' }
  const routes = (base: BaseRoute, conditions: Condition[]): Routes => ({
    entry: 'web',
    host: base.host,
    paths: base.paths,
    base: { service: web },
    tagHeader: 'x-mse-tag',
    tagPolicy: 'open',
    rules: [{ name: 'r', match: [conditions], targets: [gray] }],
  })
  const present: Condition = { source: 'header', name: 'X-Lane', operator: 'present' }
  function rulesOf(http: object[], conditions: Condition[] = [present]) {
    const base = find([route(http)])
    if ('problem' in base) throw new Error(base.problem.code)
    const [edit] = istio.render(routes(base, conditions), base, settings()).edits
    return edit?.after
  }

  it('end a prefix where a path element ends', () => {
    expect(rulesOf([{ match: [{ uri: { prefix: '/api' } }], route: to('web') }])).toMatchObject([
      { match: [{ uri: { exact: '/api' } }, { uri: { prefix: '/api/' } }] },
      { match: [{ uri: { prefix: '/api' } }] },
    ])
  })

  it('keep the user’s prefix where it is rewritten', () => {
    const http = [{ match: [{ uri: { prefix: '/api' } }], rewrite: { uri: '/' }, route: to('web') }]
    expect(rulesOf(http)).toMatchObject([{ match: [{ uri: { prefix: '/api' } }], rewrite: { uri: '/' } }, {}])
  })

  it('are read back for the entry that they are of, by the rule that follows them', () => {
    const http = [{ match: [{ uri: { prefix: '/m/' } }], route: to('web') }, { route: to('web') }]
    const whole = find([route(http)], {}, { paths: [{ path: '/' }] })
    if ('problem' in whole) throw new Error(whole.problem.code)
    const [edit] = istio.render(routes(whole, [present]), whole, settings()).edits
    const after = { ...whole.object, spec: { ...(whole.object.spec as object), http: edit?.after } }
    const read = (paths: BaseRoute['paths']) =>
      istio.read([], { ...whole, object: after, paths }, settings())?.rules.length
    expect(read([{ path: '/', type: 'Prefix' }])).toBe(1)
    expect(read([{ path: '/m', type: 'Prefix' }])).toBe(0)
  })

  it('take what else the user’s rule does, and leave its words on the tag header to destinations', () => {
    const headers = { request: { remove: ['X-Mse-Tag', 'x-b'], set: { 'x-a': '1' } } }
    const [first] = rulesOf([
      { timeout: '3s', mirror: { host: 'copy' }, headers, route: to('web') },
    ]) as object[]
    expect(first).toEqual({
      name: 'lanekeeper/r',
      match: [{ headers: { 'x-lane': {} } }],
      timeout: '3s',
      mirror: { host: 'copy' },
      headers: { request: { set: { 'x-a': '1' }, remove: ['x-b'] } },
      route: [
        {
          destination: { host: 'web-gray', port: { number: 80 } },
          headers: { request: { set: { 'x-mse-tag': 'gray' } } },
        },
      ],
    })
  })

  it('ask of a missing header what an empty one would not say', () => {
    const any: Condition = { source: 'header', name: 'x-user', operator: 'regex', value: 'a*', not: true }
    expect(rulesOf([{ route: to('web') }], [any])).toMatchObject([
      {
        match: [
          { withoutHeaders: { 'x-user': {} } },
          { headers: { 'x-user': {} }, withoutHeaders: { 'x-user': { regex: '^(?:a*)$' } } },
        ],
      },
      {},
    ])
  })

  it('ask for a path below the entry’s only', () => {
    const http = [{ match: [{ uri: { prefix: '/api/' } }], route: to('web') }]
    const path = (operator: 'exact' | 'prefix', value: string): Condition => ({
      source: 'path',
      operator,
      value,
    })
    const uris = (condition: Condition) =>
      ((rulesOf(http, [condition]) ?? []) as { name?: string; match: { uri: object }[] }[])
        .filter(({ name }) => name !== undefined)
        .flatMap(({ match }) => match.map(({ uri }) => uri))
    expect(uris(path('exact', '/api/x'))).toEqual([{ exact: '/api/x' }])
    expect(uris(path('exact', '/apix'))).toEqual([])
    expect(uris(path('prefix', '/ap'))).toEqual([{ exact: '/api' }, { prefix: '/api/' }])
    expect(uris(path('prefix', '/api/o'))).toEqual([{ prefix: '/api/o' }])
    expect(uris(path('prefix', '/b'))).toEqual([])
  })
})

describe('calls between applications', () => {
  const inner = {
    application: 'orders',
    service: { name: 'orders', port: 8080 },
    namespace: 'shop',
    tagHeader: 'X-Lane',
    lanes: [{ lane: 'gray', service: { name: 'orders-gray', port: 8080 } }],
  }
  const host = (name: string) => `${name}.shop.svc.cluster.local`

  it('have a VirtualService for sidecars, the baseline last', () => {
    const { objects, edits } = istioInner.render(inner, settings(), [])
    expect(edits).toEqual([])
    expect(objects).toMatchObject([
      {
        metadata: { name: 'orders-lanes', annotations: { 'lanekeeper.io/inner': 'orders' } },
        spec: {
          hosts: [host('orders')],
          gateways: ['mesh'],
          http: [
            {
              match: [{ headers: { 'x-lane': { exact: 'gray' } } }],
              route: [{ destination: { host: host('orders-gray'), port: { number: 8080 } } }],
            },
            { route: [{ destination: { host: host('orders'), port: { number: 8080 } } }] },
          ],
        },
      },
    ])
    expect(istioInner.read(objects, inner, settings())).toEqual(inner)
  })

  it('stand on top of the user’s own rules for sidecars, since one VirtualService counts', () => {
    const theirs = route([{ retries: { attempts: 3 }, route: to('orders') }], {
      spec: { hosts: ['orders'], gateways: undefined },
    })
    const { objects, edits } = istioInner.render(inner, settings(), [theirs])
    expect(objects).toEqual([])
    expect(edits).toMatchObject([
      { path: '/spec/http', after: [{ name: 'lanekeeper-inner/gray' }, { retries: { attempts: 3 } }] },
    ])
    const after = { ...theirs, spec: { ...(theirs.spec as object), http: edits[0]?.after } }
    expect(istioInner.read([after], inner, settings())).toEqual(inner)
  })

  it('name versions where lanes share the Service', () => {
    const shared = { ...inner, lanes: [{ lane: 'gray', service: null }] }
    const pods: KubeObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { template: { metadata: { labels: { app: 'orders', version: 'v1' } } } },
    }
    const orders = {
      ...service,
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { selector: { app: 'orders' } },
    }
    const { objects } = istioInner.render(shared, settings({ subsets: 'subset' }), [orders, pods])
    expect(objects).toMatchObject([
      {
        kind: 'DestinationRule',
        spec: { host: 'orders', subsets: [{ name: 'v1' }, { name: 'gray', labels: { version: 'gray' } }] },
      },
      {
        spec: {
          http: [
            { route: [{ destination: { subset: 'gray' } }] },
            { route: [{ destination: { subset: 'v1' } }] },
          ],
        },
      },
    ])
    expect(istioInner.read(objects, shared, settings())).toEqual(shared)
  })

  it('are left alone without lanes, and without a mesh', () => {
    expect(istioInner.render({ ...inner, lanes: [] }, settings(), []).objects).toEqual([])
    const application = { name: 'orders', deployment: 'orders', service: inner.service }
    expect(istioInner.covers(settings({ mesh: false }), application)).toBe(false)
    expect(istioInner.covers(settings(), { name: 'orders', deployment: 'orders' })).toBe(false)
  })
})

describe('doors', () => {
  it('are the hosts of VirtualServices that a gateway serves, with their gateways', () => {
    const routes = [
      route([{ match: [{ uri: { prefix: '/files' } }], route: to('files') }, { route: to('web') }], {
        spec: { hosts: ['*', 'b.example.com'] },
      }),
      route([{ route: to('web') }], { spec: { gateways: undefined } }),
    ]
    expect(
      istio.findDoors({ routes, classes: [] }).map(({ host, paths, settings: own }) => [host, paths, own]),
    ).toEqual([
      [null, [{ path: '/files', type: 'Prefix' }], { gateways: ['gateways/public'] }],
      ['b.example.com', [{ path: '/files', type: 'Prefix' }], { gateways: ['gateways/public'] }],
      [null, [{ path: '/', type: 'Prefix' }], { gateways: ['gateways/public'] }],
      ['b.example.com', [{ path: '/', type: 'Prefix' }], { gateways: ['gateways/public'] }],
    ])
  })

  it('have the addresses of the Services before their Gateways’ pods', () => {
    const spec = {
      selector: { app: 'edge', istio: 'edge' },
      ports: [
        { name: 'status-port', port: 15021 },
        { name: 'http2', port: 80 },
        { name: 'https', port: 443 },
      ],
    }
    const balancer = (name: string, namespace: string, ip: string, selector = spec.selector): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { ...spec, selector },
      status: { loadBalancer: { ingress: [{ ip }, { hostname: `${name}.example.com` }] } },
    })
    const usual = balancer('istio-ingressgateway', 'istio-system', '192.0.2.7', {
      app: 'istio-ingressgateway',
      istio: 'ingressgateway',
    })
    const edge = balancer('edge', 'ingress', '192.0.2.8')
    const gateway: KubeObject = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'gateways' },
      spec: { selector: { istio: 'edge' }, servers: [] },
    }
    const base = { object: service, host: undefined, paths: [], service: web, own: true as const }
    const settings = { ...istio.settings.parse({ gateways: ['gateways/public'] }) }
    expect(
      istio.gateways(base, settings).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
    ).toEqual(['Gateway gateways/public', 'Service istio-system/istio-ingressgateway'])
    expect(istio.addresses(base, [gateway, usual, edge])).toEqual([
      'http://192.0.2.8:80',
      'http://edge.example.com:80',
    ])
    expect(istio.addresses(base, [usual, edge])).toEqual([
      'http://192.0.2.7:80',
      'http://istio-ingressgateway.example.com:80',
    ])
  })
})

describe('a lane that only sets its tag, beside versions behind one Service', () => {
  it('leaves the baseline a version that is known', () => {
    const own = { subsets: 'subset', baseVersion: 'v1' }
    const base = find([route([{ route: to('web') }]), service], own)
    if ('problem' in base) throw new Error(base.problem.code)
    const target = { lane: 'gray', weight: 1, service: web, setTag: 'gray' }
    const match: Condition[][] = [[{ source: 'header', name: 'x-user', operator: 'present' }]]
    const routes: Routes = {
      entry: 'web',
      host: 'shop.example.com',
      paths: base.paths,
      base: { service: web },
      tagHeader: 'x-mse-tag',
      tagPolicy: 'open',
      rules: [{ name: 'testers', match, targets: [target] }],
    }
    const { objects, edits } = istio.render(routes, base, settings(own))
    expect(JSON.stringify(edits)).toContain('"subset":"v1"')
    expect(objects).toMatchObject([
      { kind: 'DestinationRule', spec: { host: 'web', subsets: [{ name: 'v1' }] } },
    ])
  })
})

describe('two entries in one VirtualService', () => {
  it('are read each by the rules before its own paths', () => {
    const http = [
      { match: [{ uri: { exact: '/m' } }, { uri: { prefix: '/m/' } }], route: to('web') },
      { route: to('web') },
    ]
    const at = (object: KubeObject, path: string) => {
      const base = find([object, service], {}, { paths: [{ path }] })
      if ('problem' in base) throw new Error(base.problem.code)
      return base
    }
    const base = at(route(http), '/')
    const target = { lane: 'gray', weight: 1, service: { name: 'web-gray', port: 80 }, setTag: 'gray' }
    const routes: Routes = {
      entry: 'web',
      host: 'shop.example.com',
      paths: base.paths,
      base: { service: web },
      tagHeader: 'x-mse-tag',
      tagPolicy: 'open',
      rules: [{ name: 'everyone', targets: [target] }],
    }
    const [edit] = istio.render(routes, base, settings()).edits
    const edited = route(Array.isArray(edit?.after) ? edit.after : [])
    const rulesAt = (path: string) =>
      istio.read([], { ...at(route(http), path), object: edited }, settings())?.rules.map(({ name }) => name)
    expect([rulesAt('/'), rulesAt('/m')]).toEqual([['everyone'], []])
  })
})

it('rules of the document are read in their order, though some ask for one of the entry’s paths only', () => {
  const http = [
    { match: [{ uri: { exact: '/healthz' } }], route: to('web') },
    { match: [{ uri: { exact: '/api' } }, { uri: { prefix: '/api/' } }], route: to('web') },
  ]
  const paths = [{ path: '/api' }, { path: '/healthz', type: 'Exact' }]
  const base = find([route(http), service], {}, { paths })
  if ('problem' in base) throw new Error(base.problem.code)
  const target = (lane: string) => ({
    lane,
    weight: 1,
    service: { name: `web-${lane}`, port: 80 },
    setTag: lane,
  })
  const routes: Routes = {
    entry: 'web',
    host: 'shop.example.com',
    paths: base.paths,
    base: { service: web },
    tagHeader: 'x-mse-tag',
    tagPolicy: 'open',
    rules: [
      {
        name: 'paths',
        match: [[{ source: 'path', operator: 'exact', value: '/api' }]],
        targets: [target('red')],
      },
      {
        name: 'users',
        match: [[{ source: 'query', name: 'uid', operator: 'exact', value: 'a' }]],
        targets: [target('gray')],
      },
    ],
  }
  const [edit] = istio.render(routes, base, settings()).edits
  const edited = route(Array.isArray(edit?.after) ? edit.after : [])
  const read = istio.read([], { ...base, object: edited }, settings())
  expect(read?.rules.map(({ name }) => name)).toEqual(['paths', 'users'])
})
