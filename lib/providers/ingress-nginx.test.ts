import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { Condition } from '@/lib/domain/condition'
import { Entry } from '@/lib/domain/entry'
import type { KubeObject } from '@/lib/domain/kube-object'
import { Lane } from '@/lib/domain/lane'
import type { RouteRule } from '@/lib/domain/route-rule'
import { mall } from '@/lib/domain/testdata/mall'
import { ingressNginx } from './ingress-nginx'
import { nginxCookiePattern, nginxHeaderPattern, readCookiePattern, readHeaderPattern } from './nginx-pattern'
import type { BaseRoute, CheckContext, Routes } from './provider'
import { goldenPath, readBase } from './testdata/read-case'

const entry = Entry.parse({
  name: 'web',
  provider: 'ingress-nginx',
  application: 'web',
  host: 'shop.example.com',
})
const application = { name: 'web', deployment: 'web', service: { name: 'web', port: 80 } }
const own = (tag: string, more: object = {}) =>
  Lane.parse({ tag, versions: [{ application: 'web', image: 'web:2' }], ...more })
const context: CheckContext = {
  lanes: [own('gray'), own('blue')],
  application,
  tagHeader: 'x-mse-tag',
  tagPolicy: 'closed',
}
const to = (lane: string) => [{ lane, weight: 100 }]
const header = (value: string, name = 'x-user'): Condition => ({
  source: 'header',
  name,
  operator: 'exact',
  value,
})
const cookie = (value: string): Condition => ({ source: 'cookie', name: 'beta', operator: 'exact', value })
const rule = (name: string, condition: Condition, lane: string): RouteRule => ({
  name,
  match: [[condition]],
  targets: to(lane),
})
const half = { name: 'all', targets: [...to('baseline'), ...to('gray')] }
const codes = (rules: RouteRule[], given = context) =>
  ingressNginx.check(rules, entry, given).map(({ code }) => code)

describe('what one canary can say', () => {
  const accepted: [string, RouteRule[]][] = [
    ['a header', [rule('a', header('1'), 'gray')]],
    ['a header and a share of the rest', [rule('a', header('1'), 'gray'), half]],
    ['a cookie and a share', [rule('a', cookie('x'), 'gray'), half]],
    ['header and cookie always', [rule('a', cookie('always'), 'gray'), rule('b', header('1'), 'gray')]],
    [
      'header, cookie always and never, share',
      [
        rule('a', header('1'), 'gray'),
        rule('b', cookie('never'), 'baseline'),
        rule('c', cookie('always'), 'gray'),
        half,
      ],
    ],
    [
      'a condition for the baseline that changes nothing',
      [rule('a', header('1'), 'baseline'), rule('b', header('2'), 'gray')],
    ],
    [
      'rules for the baseline at the end',
      [rule('a', header('1'), 'gray'), rule('b', header('1', 'y'), 'baseline')],
    ],
    ['the baseline alone', [rule('a', header('1'), 'baseline')]],
  ]
  it.each(accepted)('takes %s', (_, rules) => {
    expect(codes(rules)).toEqual([])
  })

  const refused: [string, RouteRule[], string][] = [
    ['two lanes', [rule('a', header('1'), 'gray'), rule('b', header('2'), 'blue')], 'ManyLanes'],
    ['a lane by header and another by weight', [rule('a', header('1'), 'blue'), half], 'ManyLanes'],
    ['two headers', [rule('a', header('1'), 'gray'), rule('b', header('1', 'y'), 'gray')], 'OneCondition'],
    [
      'a header and a cookie of any value',
      [rule('a', header('1'), 'gray'), rule('b', cookie('x'), 'gray')],
      'OneCondition',
    ],
    // A canary by cookie keeps "never" on the baseline, which half of these requests must leave.
    [
      'header, cookie always and a share',
      [rule('a', header('1'), 'gray'), rule('b', cookie('always'), 'gray'), half],
      'OneCondition',
    ],
    [
      'never before a header',
      [
        rule('a', cookie('never'), 'baseline'),
        rule('b', header('1'), 'gray'),
        rule('c', cookie('always'), 'gray'),
        half,
      ],
      'Order',
    ],
    [
      'a header that stays on the baseline before a share',
      [rule('a', header('1'), 'baseline'), half],
      'KeepsBaseline',
    ],
    ['a header name that nginx drops', [rule('a', header('1', 'x_user'), 'gray')], 'HeaderName'],
    [
      'a pattern of another dialect',
      [rule('a', { source: 'header', name: 'x', operator: 'regex', value: '\\pN+' }, 'gray')],
      'Value',
    ],
    [
      'a pattern with a comma',
      [rule('a', { source: 'header', name: 'x', operator: 'regex', value: 'a{1,3}' }, 'gray')],
      'Value',
    ],
    [
      'a query parameter',
      [rule('a', { source: 'query', name: 'x', operator: 'exact', value: '1' }, 'gray')],
      'Condition',
    ],
  ]
  it.each(refused)('refuses %s, by rule', (_, rules, code) => {
    const found = ingressNginx.check(rules, entry, context)
    expect(found.map((one) => one.code)).toEqual([code])
    expect(found[0]?.message.params.rule).toBe(found[0]?.rule)
  })

  it('refuses lanes that need the tag written', () => {
    const inner = { application: 'orders', image: 'orders:2' }
    const late = Lane.parse({ tag: 'gray', versions: [inner] })
    expect(codes([rule('a', header('1'), 'gray')], { ...context, lanes: [late] })).toEqual(['NoTag'])
    const silent = own('gray', { passTag: false, versions: [{ application: 'web', image: 'web:2' }, inner] })
    expect(codes([rule('a', header('1'), 'gray')], { ...context, lanes: [silent] })).toEqual(['PassTag'])
  })
})

describe('header, cookie and share in one canary', () => {
  const service = (name: string) => ({ name, port: 80 })
  const target = (lane: string, weight: number) => ({
    lane,
    weight,
    service: service(lane === 'baseline' ? 'web' : `web-${lane}`),
    setTag: null,
  })
  const routes: Routes = {
    entry: '',
    host: 'shop.example.com',
    paths: [{ path: '/', type: 'Prefix' }],
    base: { service: service('web') },
    tagHeader: '',
    tagPolicy: 'open',
    rules: [
      { name: 'testers', match: [[header('li@example.com')]], targets: [target('gray', 100)] },
      { name: 'opted-in', match: [[cookie('always')]], targets: [target('gray', 100)] },
      { name: 'opted-out', match: [[cookie('never')]], targets: [target('baseline', 100)] },
      { name: 'everyone', targets: [target('baseline', 68), target('gray', 34)] },
    ],
  }
  const object = readBase('ingress-nginx')
  const base = { object, host: routes.host, paths: routes.paths, service: service('web') }

  it('is rendered, with shares of a total above 100', async () => {
    const text = ingressNginx.render(routes, base, {}).objects.map((one) => stringify(one))
    await expect(text.join('---\n')).toMatchFileSnapshot(goldenPath('cookie-always', 'ingress-nginx'))
  })
  it('is read back', () => {
    expect(ingressNginx.read(ingressNginx.render(routes, base, {}).objects, base, {})).toEqual(routes)
  })
})

describe('patterns', () => {
  const named = { source: 'header' as const, name: 'x-user' }
  const tests = [
    { operator: 'exact' as const, value: 'a b@c,d' },
    { operator: 'prefix' as const, value: 'a+b%' },
    { operator: 'in' as const, values: ['1|2', 'li@example.com', 'a\\b'] },
    { operator: 'present' as const },
    { operator: 'regex' as const, value: '[0-9]+|vip' },
  ]
  it.each(tests)('of a header with $operator are carried and read back', (test) => {
    const pattern = nginxHeaderPattern({ ...named, ...test })
    expect(pattern).toMatch(/^[/\-._~a-zA-Z0-9:^$[\](){}*+?|&=\\]*$/)
    expect(readHeaderPattern(pattern ?? '')).toEqual(test)
  })
  it.each(tests.slice(0, 4))('of a cookie with $operator are carried and read back', (test) => {
    const condition = { source: 'cookie' as const, name: 'u.id-x', ...test }
    const pattern = nginxCookiePattern(condition)
    expect(pattern).toMatch(/^[/\-._~a-zA-Z0-9:^$[\](){}*+?|&=\\]*$/)
    expect(readCookiePattern(pattern ?? '')).toEqual(condition)
  })
})

describe('around the base Ingress', () => {
  const web = readBase('ingress-nginx')
  const ingress = (name: string, change: object, metadata: object = {}): KubeObject => ({
    ...web,
    metadata: { name, namespace: 'shop', ...metadata },
    spec: { rules: [{ host: 'shop.example.com', http: { paths: [path('/', 'web')] } }], ...change },
  })
  const path = (at: string, service: string) => ({
    path: at,
    pathType: 'Prefix',
    backend: { service: { name: service, port: { number: 80 } } },
  })
  const door = {
    name: 'web',
    provider: 'ingress-nginx',
    application: 'spring-cloud-a',
    host: 'shop.example.com',
  }
  const base: BaseRoute = {
    object: web,
    host: 'shop.example.com',
    paths: [{ path: '/', type: 'Prefix' }],
    service: { name: 'web', port: 80 },
  }
  const around = (objects: KubeObject[], entries = [door], rules: RouteRule[] = []) => {
    const document = mall({ entries, rules })
    const [first] = document.spec.entries
    if (!first || !ingressNginx.obstacles) throw new Error('no entry')
    return ingressNginx.obstacles({ document, entry: first, base, objects: [web, ...objects] })
  }
  const canary = { 'nginx.ingress.kubernetes.io/canary': 'true' }

  it('finds nothing in the ordinary case, with our own canary', () => {
    const ours = ingress('web-gray', {}, { annotations: canary, labels: { 'lanekeeper.io/group': 'mall' } })
    expect(around([ours])).toEqual({ problems: [], notices: [] })
  })
  it('refuses beside a canary of somebody else, also of another host of the same Service', () => {
    expect(around([ingress('theirs', {}, { annotations: canary })]).problems.map(({ code }) => code)).toEqual(
      ['CanaryTaken'],
    )
    const api = ingress('api', { rules: [{ host: 'api.example.com', http: { paths: [path('/', 'web')] } }] })
    const split = ingress(
      'split',
      { rules: [{ host: 'api.example.com', http: { paths: [path('/', 'x')] } }] },
      { annotations: canary },
    )
    expect(around([api, split]).problems.map(({ params }) => params?.name)).toEqual(['split'])
    expect(around([split]).problems).toEqual([])
  })
  it('shows a request that the other canary keeps from a lane', () => {
    const match = [[{ source: 'query' as const, name: 'group', operator: 'exact' as const, value: 'gray' }]]
    const rule = { name: 'some', match, targets: [{ lane: 'gray', weight: 1 }] }
    const [problem] = around([ingress('theirs', {}, { annotations: canary })], [door], [rule]).problems
    expect(problem?.counterExample).toMatchObject({
      entry: 'web',
      host: 'shop.example.com',
      query: { group: 'gray' },
    })
  })
  it('tells of the hosts and paths that are split along', () => {
    const api = ingress('api', {
      rules: [{ host: 'api.example.com', http: { paths: [path('/v1', 'web'), path('/', 'other')] } }],
    })
    expect(around([api]).notices.map(({ code, params }) => [code, params?.others])).toEqual([
      ['SplitElsewhere', 'api.example.com/v1'],
    ])
    const second = { ...door, name: 'api', host: 'api.example.com' }
    expect(around([api], [door, second]).notices).toEqual([])
  })
  it('refuses two entries of one Service with different rules', () => {
    const second = { ...door, name: 'api', host: 'api.example.com' }
    const rules = [{ ...rule('a', header('1'), 'gray'), entries: ['web'] }]
    expect(around([], [door, second], rules).problems.map(({ code }) => code)).toEqual(['SharedService'])
  })
  it('tells of a cookie that keeps clients, and of a baseline without ready pods', () => {
    const sticky = {
      ...web,
      metadata: { ...web.metadata, annotations: { 'nginx.ingress.kubernetes.io/affinity': 'cookie' } },
    }
    const document = mall({ entries: [door] })
    const [first] = document.spec.entries
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' } },
    }
    const template = { metadata: { labels: { app: 'web' } } }
    const pods = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template } }
    const objects = [sticky, service, pods]
    const found =
      first &&
      ingressNginx.obstacles?.({ document, entry: first, base: { ...base, object: sticky }, objects })
    expect(found?.notices.map(({ code }) => code)).toEqual(['AffinityFirst', 'BaseUnready'])
  })
})
