import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  applicationManifest,
  get,
  ingressManifest,
  startTestCluster,
  type TestCluster,
  until,
} from '@/lib/sandbox/runtime-for-tests'
import type { Ingress } from '@/lib/sandbox/shapes/ingress'
import { kinds } from '@/lib/sandbox/store/kinds'

let draw = 0
let cluster: TestCluster

const applications = ['web', 'web-gray', 'web-blue', 'web-empty', 'api']

beforeAll(async () => {
  cluster = await startTestCluster(() => draw)
  for (const name of applications) {
    cluster.create(applicationManifest(name, { replicas: name === 'web-empty' ? 0 : 1 }))
  }
  await cluster.available(...applications)
})

afterAll(() => cluster.close())

afterEach(() => {
  for (const { metadata } of cluster.store.list(kinds.ingresses)) {
    cluster.store.remove(kinds.ingresses, metadata.namespace, metadata.name)
  }
})

type Annotations = Record<string, string>

const content = (annotations: Annotations): Annotations => ({ 'n:canary': 'true', ...annotations })

/** The Service whose pod answered, or the status where none did. */
async function served(path: string, headers: Annotations = {}, host = 'shop.example.com'): Promise<string> {
  const answer = await get(cluster.runtime.gateways.mse, path, { host, ...headers })
  const pod = answer.headers['x-pod']
  return pod === undefined ? String(answer.status) : pod.replace(/-[^-]+-[^-]+$/, '')
}

describe('one canary', () => {
  const gray = 'web-gray'
  const cases: [string, Annotations, { path?: string; headers?: Annotations }, string][] = [
    [
      'header alone asks for always',
      { 'n:canary-by-header': 'x-lane' },
      { headers: { 'x-lane': 'always' } },
      gray,
    ],
    [
      'header alone, another value',
      { 'n:canary-by-header': 'x-lane' },
      { headers: { 'x-lane': 'gray' } },
      'web',
    ],
    [
      'header value exact, name in any case',
      { 'n:canary-by-header': 'X-Lane', 'n:canary-by-header-value': 'gray' },
      { headers: { 'x-LANE': 'gray' } },
      gray,
    ],
    [
      'header value is case-sensitive',
      { 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': 'gray' },
      { headers: { 'x-lane': 'Gray' } },
      'web',
    ],
    [
      'a value leaves always without meaning',
      { 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': 'gray' },
      { headers: { 'x-lane': 'always' } },
      'web',
    ],
    [
      'header pattern',
      { 'n:canary-by-header': 'x-user', 'n:canary-by-header-pattern': '^(100|101)$' },
      { headers: { 'x-user': '101' } },
      gray,
    ],
    [
      'header pattern, no match',
      { 'n:canary-by-header': 'x-user', 'n:canary-by-header-pattern': '^(100|101)$' },
      { headers: { 'x-user': '1011' } },
      'web',
    ],
    [
      'a pattern that is no RE2 never matches',
      { 'n:canary-by-header': 'x-user', 'n:canary-by-header-pattern': '(?=1)' },
      { headers: { 'x-user': '1' } },
      'web',
    ],
    [
      'query value',
      { 'm:canary-by-query': 'group', 'm:canary-by-query-value': 'gray' },
      { path: '/?group=gray' },
      gray,
    ],
    [
      'query value is decoded',
      { 'm:canary-by-query': 'group', 'm:canary-by-query-value': 'a b' },
      { path: '/?group=a%20b' },
      gray,
    ],
    [
      'the first of several query values counts',
      { 'm:canary-by-query': 'group', 'm:canary-by-query-value': 'gray' },
      { path: '/?group=blue&group=gray' },
      'web',
    ],
    ['query alone asks for always', { 'm:canary-by-query': 'group' }, { path: '/?group=always' }, gray],
    [
      'query pattern',
      { 'm:canary-by-query': 'group', 'm:canary-by-query-pattern': '^g.*y$' },
      { path: '/?group=gooey' },
      gray,
    ],
    [
      'header and query, both hold',
      {
        'n:canary-by-header': 'x-user',
        'n:canary-by-header-value': '100',
        'm:canary-by-query': 'group',
        'm:canary-by-query-value': 'gray',
      },
      { path: '/?group=gray', headers: { 'x-user': '100' } },
      gray,
    ],
    [
      'header and query, one holds',
      {
        'n:canary-by-header': 'x-user',
        'n:canary-by-header-value': '100',
        'm:canary-by-query': 'group',
        'm:canary-by-query-value': 'gray',
      },
      { path: '/?group=gray' },
      'web',
    ],
    [
      'cookie alone asks for always',
      { 'n:canary-by-cookie': 'c' },
      { headers: { cookie: 'a=1; c=always' } },
      gray,
    ],
    [
      'cookie value',
      { 'n:canary-by-cookie': 'c', 'm:canary-by-cookie-value': 'gray' },
      { headers: { cookie: 'c=gray' } },
      gray,
    ],
    [
      'cookie of another name',
      { 'n:canary-by-cookie': 'c', 'm:canary-by-cookie-value': 'gray' },
      { headers: { cookie: 'cc=gray' } },
      'web',
    ],
    [
      'a header rule silences the cookie of the same Ingress',
      { 'n:canary-by-header': 'x-lane', 'n:canary-by-cookie': 'c' },
      { headers: { cookie: 'c=always' } },
      'web',
    ],
    [
      'a header rule silences the weight of the same Ingress',
      { 'n:canary-by-header': 'x-lane', 'n:canary-weight': '100' },
      {},
      'web',
    ],
    ['no rule takes nothing', {}, { headers: { 'x-lane': 'always' } }, 'web'],
  ]

  it.each(cases)('%s', async (_, annotations, { path = '/', headers = {} }, expected) => {
    cluster.create(ingressManifest('web'))
    cluster.create(ingressManifest('web-gray', { annotations: content(annotations) }))
    expect(await served(path, headers)).toBe(expected)
  })
})

describe('weights', () => {
  const cases: [string, [gray: Annotations, blue: Annotations], number, string][] = [
    ['inside the share', [{ 'n:canary-weight': '20' }, {}], 0.199, 'web-gray'],
    ['outside the share', [{ 'n:canary-weight': '20' }, {}], 0.201, 'web'],
    [
      'a total of its own',
      [{ 'n:canary-weight': '1', 'n:canary-weight-total': '1000' }, {}],
      0.0009,
      'web-gray',
    ],
    [
      'outside of a total of its own',
      [{ 'n:canary-weight': '1', 'n:canary-weight-total': '1000' }, {}],
      0.0011,
      'web',
    ],
    [
      'two lanes, the older first',
      [{ 'n:canary-weight': '20' }, { 'n:canary-weight': '30' }],
      0.19,
      'web-blue',
    ],
    [
      'two lanes, the younger next',
      [{ 'n:canary-weight': '20' }, { 'n:canary-weight': '30' }],
      0.49,
      'web-gray',
    ],
    ['two lanes, the rest', [{ 'n:canary-weight': '20' }, { 'n:canary-weight': '30' }], 0.51, 'web'],
    [
      'a sum above the total is the total',
      [{ 'n:canary-weight': '100' }, { 'n:canary-weight': '300' }],
      0.99,
      'web-gray',
    ],
    ['0 takes nothing', [{ 'n:canary-weight': '0' }, {}], 0, 'web'],
    ['100 takes all', [{ 'n:canary-weight': '100' }, {}], 0.999, 'web-gray'],
  ]

  it.each(cases)('%s', async (_, [gray, blue], random, expected) => {
    draw = random
    cluster.create(ingressManifest('web'))
    cluster.create(ingressManifest('web-blue', { annotations: content(blue) }))
    cluster.create(ingressManifest('web-gray', { annotations: content(gray) }))
    expect(await served('/')).toBe(expected)
  })
})

describe('several canaries', () => {
  const byHeader = (value: string) =>
    content({ 'n:canary-by-header': 'x-lane', 'n:canary-by-header-value': value })

  it('serves each lane beside the other', async () => {
    cluster.create(ingressManifest('web'))
    cluster.create(ingressManifest('web-gray', { annotations: byHeader('gray') }))
    cluster.create(ingressManifest('web-blue', { annotations: byHeader('blue') }))
    expect(await served('/', { 'x-lane': 'gray' })).toBe('web-gray')
    expect(await served('/', { 'x-lane': 'blue' })).toBe('web-blue')
    expect(await served('/', { 'x-lane': 'red' })).toBe('web')
  })

  it('asks header and query first, then the cookie, then the weight', async () => {
    draw = 0
    cluster.create(ingressManifest('web'))
    cluster.create(
      ingressManifest('a-weight', { service: 'web', annotations: content({ 'n:canary-weight': '100' }) }),
    )
    cluster.create(
      ingressManifest('b-cookie', {
        service: 'web-blue',
        annotations: content({ 'n:canary-by-cookie': 'c' }),
      }),
    )
    cluster.create(ingressManifest('c-header', { service: 'web-gray', annotations: byHeader('gray') }))
    expect(await served('/', { cookie: 'c=always', 'x-lane': 'gray' })).toBe('web-gray')
    expect(await served('/', { cookie: 'c=always' })).toBe('web-blue')
  })
})

describe('structure', () => {
  it('falls back to the base while the canary has no ready pod', async () => {
    cluster.create(ingressManifest('web'))
    cluster.create(ingressManifest('web-empty', { annotations: content({ 'n:canary-by-header': 'x-lane' }) }))
    expect(await served('/', { 'x-lane': 'always' })).toBe('web')
  })

  it('skips a canary without a base of the same path', async () => {
    cluster.create(ingressManifest('web'))
    cluster.create(
      ingressManifest('web-gray', { path: '/a', annotations: content({ 'n:canary-weight': '100' }) }),
    )
    expect(await served('/a')).toBe('web')
  })

  it('answers 404 for an unknown host and 503 without any ready pod', async () => {
    cluster.create(ingressManifest('web', { service: 'web-empty' }))
    expect(await served('/', {}, 'other.example.com')).toBe('404')
    expect(await served('/')).toBe('503')
  })

  it('takes the longer path, an exact one first, whole elements only', async () => {
    cluster.create(ingressManifest('web'))
    cluster.create(ingressManifest('api', { path: '/api' }))
    cluster.create(ingressManifest('exact', { path: '/api/x', pathType: 'Exact', service: 'web-blue' }))
    expect(await served('/api')).toBe('api')
    expect(await served('/api/x')).toBe('web-blue')
    expect(await served('/api/x/y')).toBe('api')
    expect(await served('/apis')).toBe('web')
  })

  it('prefers the host itself to a wildcard to any', async () => {
    cluster.create(ingressManifest('any', { host: '', service: 'web' }))
    cluster.create(ingressManifest('wild', { host: '*.example.com', service: 'web-gray' }))
    cluster.create(ingressManifest('own', { host: 'shop.example.com', service: 'web-blue' }))
    expect(await served('/')).toBe('web-blue')
    expect(await served('/', {}, 'x.example.com:8080')).toBe('web-gray')
    expect(await served('/', {}, 'x.y.example.com')).toBe('web')
  })

  it('leaves Ingresses of other classes alone and writes its address into its own', async () => {
    cluster.create(ingressManifest('web'))
    cluster.create(ingressManifest('other', { host: 'other.example.com' }).replace('"mse"', '"nginx"'))
    const find = (name: string) => cluster.store.get(kinds.ingresses, 'default', name) as Ingress | undefined
    const addressed = () => find('web')?.status?.loadBalancer?.ingress?.[0]?.ip === '127.0.0.1'
    await until(cluster.store, addressed)
    const port = cluster.runtime.gateways.mse
    expect(find('web')?.status?.loadBalancer?.ingress?.[0]?.ports).toEqual([{ port, protocol: 'TCP' }])
    expect(find('other')?.status?.loadBalancer?.ingress).toBeUndefined()
    expect(await served('/', {}, 'other.example.com')).toBe('404')
  })
})

describe('header control', () => {
  it('removes, sets and adds headers of the matched Ingress only', async () => {
    cluster.create(
      ingressManifest('web', { annotations: { 'm:request-header-control-remove': 'x-mse-tag, x-secret' } }),
    )
    cluster.create(
      ingressManifest('web-gray', {
        annotations: content({
          'n:canary-by-header': 'x-lane',
          'm:request-header-control-update': 'x-mse-tag gray\nx-note "two words"',
          'm:request-header-control-add': 'x-list b',
        }),
      }),
    )
    const ask = async (headers: Annotations): Promise<Annotations> => {
      const all = { host: 'shop.example.com', 'x-mse-tag': 'red', 'x-secret': '1', 'x-list': 'a', ...headers }
      return JSON.parse((await get(cluster.runtime.gateways.mse, '/headers', all)).body)
    }
    const base = await ask({})
    expect(base['x-mse-tag']).toBeUndefined()
    expect(base['x-secret']).toBeUndefined()
    expect(base['x-list']).toBe('a')
    const lane = await ask({ 'x-lane': 'always' })
    expect(lane).toMatchObject({
      'x-mse-tag': 'gray',
      'x-note': 'two words',
      'x-list': 'a,b',
      'x-secret': '1',
    })
  })
})

describe('metrics', () => {
  it("counts in Envoy's names, readable through the gateway pod", async () => {
    cluster.create(ingressManifest('api', { host: 'api.example.com' }))
    await served('/', {}, 'api.example.com')
    await served('/status/503', {}, 'api.example.com')
    const [pod] = cluster.store.list(kinds.pods, { namespace: 'mse-system' })
    if (pod === undefined) throw new Error('no gateway pod')
    const page = await cluster.runtime.podProxy(pod, 15020, '/stats/prometheus', '', 'GET', {})
    const cluster80 = 'envoy_cluster_name="outbound|80||api.default.svc.cluster.local"'
    const text = page.body.toString()
    expect(pod.metadata.labels?.app).toBe('mse-gateway')
    expect(text).toMatch(
      new RegExp(quoted(`envoy_cluster_upstream_rq_xx{${cluster80},envoy_response_code_class="5"} 1`)),
    )
    expect(text).toContain(`envoy_cluster_upstream_rq_time_bucket{${cluster80},le="+Inf"}`)
    const total = new RegExp(`envoy_cluster_upstream_rq_total\\{${quoted(cluster80)}\\} (\\d+)`).exec(
      text,
    )?.[1]
    expect(Number(total)).toBeGreaterThanOrEqual(2)
  })
})

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
