import { describe, expect, it } from 'vitest'
import type { Condition } from '@/lib/domain/condition'
import { Entry } from '@/lib/domain/entry'
import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { RouteRule } from '@/lib/domain/route-rule'
import { gatewayApi } from './gateway-api'
import type { BaseRoute, CheckContext, Routes } from './provider'
import { readBase } from './testdata/read-case'

const settings = gatewayApi.settings.parse({})
const context: CheckContext = {
  lanes: [],
  application: undefined,
  tagHeader: 'x-mse-tag',
  tagPolicy: 'closed',
}
const paths = [{ path: '/' }, { path: '/healthz', type: 'Exact' }]
const entry = (more: object = {}) =>
  Entry.parse({
    name: 'web',
    provider: 'gateway-api',
    application: 'web',
    host: 'shop.example.com',
    paths,
    ...more,
  })

const header = (value: string, name = 'x-user'): Condition => ({
  source: 'header',
  name,
  operator: 'exact',
  value,
})
const query = (value: string): Condition => ({ source: 'query', name: 'group', operator: 'exact', value })
const method = (value: string): Condition => ({ source: 'method', operator: 'exact', value })
const rule = (name: string, lane: string, ...match: Condition[][]): RouteRule => ({
  name,
  match,
  targets: [{ lane, weight: 1 }],
})
const check = (...rules: RouteRule[]) => gatewayApi.check(rules, entry(), context)
const codes = (...rules: RouteRule[]) =>
  check(...rules).map(({ code, rule: first, otherRule }) =>
    [code, first, otherRule].filter(Boolean).join(' '),
  )

describe('the order of rules', () => {
  it.each<[string, RouteRule[], string[]]>([
    ['a method before a header', [rule('a', 'gray', [method('GET')]), rule('b', 'blue', [header('1')])], []],
    [
      'a header before a method',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [method('GET')])],
      ['Order a b'],
    ],
    [
      'one header before many query parameters',
      [
        rule('a', 'gray', [header('1')]),
        rule('b', 'blue', [query('1'), { ...query('2'), name: 'other' } as Condition]),
      ],
      [],
    ],
    [
      'two headers before one',
      [rule('a', 'gray', [header('1'), header('1', 'y')]), rule('b', 'blue', [header('1')])],
      [],
    ],
    [
      'one header before two, one of them another',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [header('1', 'x'), header('1', 'y')])],
      ['Order a b'],
    ],
    [
      'two of one rank that a request may both have: the older route would win',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [header('1', 'y')])],
      ['Order a b'],
    ],
    [
      'two of one rank that exclude each other',
      [rule('a', 'gray', [header('1')]), rule('b', 'blue', [header('2', 'X-User')])],
      [],
    ],
    [
      'a header asked for twice counts once',
      [
        rule('a', 'gray', [header('1'), { ...header('1'), name: 'X-USER' } as Condition]),
        rule('b', 'blue', [header('1', 'y')]),
      ],
      ['Order a b'],
    ],
  ])('%s', (_, rules, expected) => expect(codes(...rules)).toEqual(expected))

  it('is said in words', () => {
    const [found] = check(rule('a', 'gray', [header('1')]), rule('b', 'blue', [method('GET')]))
    expect(found?.message.params).toMatchObject({
      gateway: 'Gateway API',
      precedence: { reason: 'checks.orderByCount' },
    })
  })
})

describe('what an HTTPRoute cannot say', () => {
  it.each<[Condition, string]>([
    [{ source: 'cookie', name: 'uid', operator: 'exact', value: '1' }, 'whyNoCookies'],
    [{ source: 'header', name: 'x', operator: 'regex', value: 'a.*' }, 'whyExactOnly'],
    [{ source: 'query', name: 'x', operator: 'prefix', value: 'a' }, 'whyExactOnly'],
    [{ source: 'header', name: 'x', operator: 'present' }, 'whyExactOnly'],
    [{ source: 'header', name: 'x', operator: 'percent', value: 5 }, 'whyNoHash'],
    [{ source: 'header', name: 'x', operator: 'exact', value: '1', not: true }, 'whyNoNegation'],
    [{ source: 'path', operator: 'prefix', value: '/a' }, 'whyEntryPlace'],
  ])('%o is refused with its reason', (condition, why) => {
    const [found] = check(rule('a', 'gray', [condition]))
    expect(found).toMatchObject({ code: 'Condition', rule: 'a', branch: 0, condition: 0 })
    expect(found?.message.params.why).toEqual({ reason: `checks.${why}`, params: {} })
  })

  it('a method that the API does not list', () => {
    expect(codes(rule('a', 'gray', [method('get')]))).toEqual(['Method a'])
    expect(codes(rule('a', 'gray', [{ source: 'method', operator: 'in', values: ['GET', 'FOO'] }]))).toEqual([
      'Method a',
    ])
  })

  it('more matches than a route takes, lists multiplied out for each path', () => {
    const list = (name: string, count: number): Condition => ({
      source: 'header',
      name,
      operator: 'in',
      values: Array.from({ length: count }, (_, index) => `${index}`),
    })
    expect(codes(rule('a', 'gray', [list('x', 8), list('y', 8)]))).toEqual([])
    const [found] = check(rule('a', 'gray', [list('x', 8), list('y', 9)]))
    expect(found).toMatchObject({ code: 'Matches', params: { count: '144', limit: '128' } })
  })
})

describe('the base route', () => {
  const base = readBase('gateway-api')
  const find = (objects: KubeObject[], more: object = {}, own: object = {}) =>
    gatewayApi.findBase(entry(more), gatewayApi.settings.parse(own), objects)
  const problem = (...input: Parameters<typeof find>) => {
    const found = find(...input)
    return 'problem' in found ? found.problem.code : null
  }
  const copy = (change: (route: KubeObject) => void): KubeObject => {
    const route = structuredClone(base)
    change(route)
    return route
  }
  const rewritten = (from: string, to: string, name = 'web') =>
    copy((route) => {
      Object.assign(route.spec as object, JSON.parse(JSON.stringify(route.spec).replace(from, to)))
      route.metadata.name = name
    })

  it('is found by host and paths, with the Service they lead to', () => {
    expect(find([base])).toMatchObject({
      host: 'shop.example.com',
      paths: [
        { path: '/', type: 'Prefix' },
        { path: '/healthz', type: 'Exact' },
      ],
      service: { name: 'web', port: 80 },
    })
    const service = { name: 'web', port: 80 }
    const all = gatewayApi.findBase(entry({ paths: undefined }), settings, [base], service)
    expect(all).toMatchObject({ paths: [{ path: '/' }, { path: '/healthz' }] })
  })

  it('takes a rule without matches for /, and a prefix with a slash at its end for one without', () => {
    const plain = copy((route) =>
      Object.assign(route.spec as object, { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }),
    )
    expect(problem([plain], { paths: [{ path: '/' }] })).toBeNull()
    const slash = rewritten('"/static"', '"/static/"')
    expect(problem([slash], { paths: [{ path: '/static' }] })).toBeNull()
  })

  it('is none with another host, other paths, another Gateway, or of a mesh', () => {
    expect(problem([base], { host: 'nobody.example.com' })).toBe('NoBaseRoute')
    expect(problem([base], { host: undefined })).toBe('NoBaseRoute')
    expect(problem([base], { paths: [{ path: '/api' }] })).toBe('NoBaseRoute')
    expect(problem([base], { paths: [{ path: '/', type: 'Exact' }] })).toBe('NoBaseRoute')
    const gateway = { name: 'public', namespace: 'gateways' }
    expect(problem([base], {}, { gateway })).toBeNull()
    expect(problem([base], {}, { gateway: { ...gateway, namespace: 'shop' } })).toBe('NoBaseRoute')
    const mesh = rewritten(
      '"group":"gateway.networking.k8s.io","kind":"Gateway"',
      '"group":"","kind":"Service"',
    )
    expect(problem([mesh])).toBe('NoBaseRoute')
  })

  it('is no lane’s own route', () => {
    const lane = copy(({ metadata }) =>
      Object.assign(metadata, { name: 'web-gray', labels: { 'lanekeeper.io/lane': 'gray' } }),
    )
    expect(problem([base, lane])).toBeNull()
    expect(problem([lane])).toBe('NoBaseRoute')
  })

  it('is refused when several claim the paths, when they lead apart, and when it has conditions of its own', () => {
    expect(problem([base, rewritten('"web"', '"web"', 'twin')])).toBe('SeveralBaseRoutes')
    expect(problem([base], { paths: [{ path: '/' }, { path: '/static' }] })).toBe('BaseRouteSplit')
    expect(problem([rewritten('"weight":1}', '"weight":1},{"name":"old","port":80}')])).toBe('BaseRouteSplit')
    expect(problem([rewritten('"name":"web"', '"namespace":"other","name":"web"')])).toBe('BaseRouteSplit')
    const conditional = rewritten(
      '"matches":[',
      '"matches":[{"path":{"type":"PathPrefix","value":"/"},"headers":[{"name":"x","value":"1"}]},',
    )
    expect(problem([conditional])).toBe('BaseRouteConditional')
  })

  const routesOf = (found: BaseRoute): Routes => ({
    entry: 'web',
    host: found.host,
    paths: found.paths,
    base: { service: { name: 'web', port: 80 } },
    tagHeader: 'x-mse-tag',
    tagPolicy: 'closed',
    rules: [],
  })

  it('keeps its tag filter, whatever its case, and moves it to the backends when requests are split', () => {
    const own = rewritten('["x-internal"]', '["X-MSE-Tag"]')
    const found = find([own], { paths: [{ path: '/' }] })
    if ('problem' in found) throw new Error(found.problem.code)
    expect(gatewayApi.render(routesOf(found), found, settings).edits).toMatchObject([
      { after: [{ requestHeaderModifier: { remove: ['x-mse-tag'] } }] },
    ])
    const targets = [
      { lane: 'baseline', weight: 9, service: { name: 'web', port: 80 }, setTag: null },
      { lane: 'gray', weight: 1, service: { name: 'web-gray', port: 80 }, setTag: 'gray' },
    ]
    const split = { ...routesOf(found), tagPolicy: 'open' as const, rules: [{ name: 'everyone', targets }] }
    const { edits } = gatewayApi.render(split, found, settings)
    expect(edits.map(({ path }) => path)).toEqual(['/spec/rules/0/filters', '/spec/rules/0/backendRefs'])
    expect(edits[0]?.after).toBeUndefined()
    expect(edits[1]?.after).toMatchObject([
      { name: 'web', filters: [{ requestHeaderModifier: { remove: ['x-mse-tag'] } }] },
      { name: 'web-gray', filters: [{ requestHeaderModifier: { set: [{ value: 'gray' }] } }] },
    ])
  })

  it('has its rule copied with all that it says of requests', () => {
    const own = rewritten('"timeouts"', '"sessionPersistence":{"sessionName":"s"},"timeouts"')
    const found = find([own], { paths: [{ path: '/' }] })
    if ('problem' in found) throw new Error(found.problem.code)
    const targets = [{ lane: 'gray', weight: 1, service: { name: 'web-gray', port: 80 }, setTag: 'gray' }]
    const rules = [{ name: 'r', match: [[header('1')]], targets }]
    const [lane] = gatewayApi.render({ ...routesOf(found), rules }, found, settings).objects
    expect(lane?.spec).toMatchObject({
      parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'http' }],
      rules: [{ timeouts: { request: '10s' }, sessionPersistence: { sessionName: 's' } }],
    })
  })

  it('has one match in each rule where a filter replaces the prefix that was matched', () => {
    const rewrite =
      '{"type":"URLRewrite","urlRewrite":{"path":{"type":"ReplacePrefixMatch","replacePrefixMatch":"/"}}}'
    const found = find([rewritten('"filters":[', `"filters":[${rewrite},`)], { paths: [{ path: '/' }] })
    if ('problem' in found) throw new Error(found.problem.code)
    const targets = [{ lane: 'gray', weight: 1, service: { name: 'web-gray', port: 80 }, setTag: 'gray' }]
    const rules = [{ name: 'r', match: [[header('1')], [header('2')], [header('3')]], targets }]
    const [lane] = gatewayApi.render({ ...routesOf(found), rules }, found, settings).objects
    const matches = asObjects(at(lane, 'spec', 'rules')).map((one) => asObjects(one.matches).length)
    expect(matches).toEqual([1, 1, 1])
  })

  it('stays within the limits of a route', () => {
    const found = find([base])
    if ('problem' in found) throw new Error(found.problem.code)
    const targets = [{ lane: 'gray', weight: 1, service: { name: 'web-gray', port: 80 }, setTag: 'gray' }]
    const rules = Array.from({ length: 20 }, (_, index) => ({
      name: `r${index}`,
      match: [[header(`${index}`)]],
      targets,
    }))
    const { objects } = gatewayApi.render({ ...routesOf(found), rules }, found, settings)
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(['web-gray', 'web-gray-2', 'web-gray-3'])
    const counts = objects.map(({ spec }) => (spec as { rules: unknown[] }).rules.length)
    expect(counts).toEqual([16, 16, 8])
  })
})

describe('doors', () => {
  const base = readBase('gateway-api')

  it('are each host of a route, with the paths that lead to one Service', () => {
    const doors = gatewayApi.findDoors({ routes: [base], classes: [] })
    expect(doors.map(({ host, paths: own }) => [host, own.map(({ path }) => path)])).toEqual([
      ['shop.example.com', ['/', '/healthz']],
      ['shop.example.com', ['/static']],
      ['www.example.com', ['/', '/healthz']],
      ['www.example.com', ['/static']],
    ])
    expect(doors[0]).toMatchObject({
      className: 'public',
      settings: { gateway: { name: 'public', namespace: 'gateways' } },
    })
    expect(gatewayApi.settings.safeParse(doors[0]?.settings).success).toBe(true)
  })

  it('have the address of their Gateway, on its HTTP listeners', () => {
    const gateway: KubeObject = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'gateways' },
      spec: {
        listeners: [
          { name: 'http', protocol: 'HTTP', port: 8084 },
          { name: 'https', protocol: 'HTTPS', port: 443 },
        ],
      },
      status: { addresses: [{ type: 'IPAddress', value: '127.0.0.1' }, { value: '::1' }] },
    }
    const found = gatewayApi.findBase(entry(), settings, [base])
    if ('problem' in found) throw new Error(found.problem.code)
    expect(gatewayApi.gateways(found)).toEqual([
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'public', namespace: 'gateways' },
    ])
    expect(gatewayApi.addresses(found, [gateway])).toEqual(['http://127.0.0.1:8084', 'http://[::1]:8084'])
    expect(gatewayApi.addresses(found, [])).toEqual([])
  })
})

describe('reading back', () => {
  it('cannot tell what a lane’s route says in other words', () => {
    const base = readBase('gateway-api')
    const found = gatewayApi.findBase(entry(), settings, [base])
    if ('problem' in found) throw new Error(found.problem.code)
    const strange: KubeObject = {
      ...base,
      metadata: {
        name: 'web-gray',
        labels: { 'lanekeeper.io/lane': 'gray' },
        annotations: { 'lanekeeper.io/rule': 'r' },
      },
      spec: {
        hostnames: ['shop.example.com'],
        rules: [
          {
            matches: [{ headers: [{ type: 'RegularExpression', name: 'x', value: '.*' }] }],
            backendRefs: [{ name: 'web-gray', port: 80 }],
          },
        ],
      },
    }
    expect(gatewayApi.read([strange], found, settings)).toBeNull()
  })
})

describe('two entries of one host', () => {
  const base = readBase('gateway-api')
  const at = (path: string) => {
    const own = paths.filter((one) => one.path === path)
    const found = gatewayApi.findBase(entry({ paths: own }), settings, [base])
    if ('problem' in found) throw new Error(found.problem.code)
    return found
  }
  const routesAt = (path: string): Routes => ({
    entry: 'web',
    host: 'shop.example.com',
    paths: at(path).paths,
    base: { service: { name: 'web', port: 80 } },
    tagHeader: 'x-mse-tag',
    tagPolicy: 'open',
    rules: [
      {
        name: `at ${path}`,
        match: [[header('1')]],
        targets: [{ lane: 'gray', weight: 1, service: { name: 'web-gray', port: 80 }, setTag: 'gray' }],
      },
    ],
  })

  it('are read each by its own paths', () => {
    const objects = paths.flatMap(({ path }) => gatewayApi.render(routesAt(path), at(path), settings).objects)
    const rulesAt = (path: string) =>
      gatewayApi.read(objects, at(path), settings)?.rules.map(({ name }) => name)
    expect([rulesAt('/'), rulesAt('/healthz')]).toEqual([['at /'], ['at /healthz']])
  })
})

it('refuses weights that together are more than a backend may have', () => {
  const targets = [
    { lane: 'gray', weight: 1_000_000 },
    { lane: 'blue', weight: 1 },
  ]
  expect(codes({ name: 'everyone', targets })).toEqual(['WeightSum everyone'])
})
