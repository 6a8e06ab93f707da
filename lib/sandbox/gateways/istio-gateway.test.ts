import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { awaitAvailable } from '@/lib/sandbox/demo/await-available'
import { applicationManifest, get, startTestCluster, type TestCluster } from '@/lib/sandbox/runtime-for-tests'
import type { VirtualServiceRule } from '@/lib/sandbox/shapes/virtual-service'
import { istioKinds } from '@/lib/sandbox/store/custom/istio-kinds'
import { kinds } from '@/lib/sandbox/store/kinds'

const { virtualServices, destinationRules } = istioKinds
let draw = 0
let cluster: TestCluster

beforeAll(async () => {
  cluster = await startTestCluster(() => draw)
  cluster.create(applicationManifest('web', { labels: ', version: v1' }))
  cluster.create(applicationManifest('web-gray'))
  cluster.create(applicationManifest('web-empty', { replicas: 0 }))
  await cluster.available('web', 'web-gray')
})
afterAll(() => cluster.close())
afterEach(() => {
  draw = 0
  for (const kind of [virtualServices, destinationRules]) {
    for (const { metadata } of cluster.store.list(kind))
      cluster.store.remove(kind, metadata.namespace, metadata.name)
  }
})

function route(http: VirtualServiceRule[], name = 'web'): void {
  const spec = { hosts: ['shop.example.com'], gateways: ['istio-system/public'], http }
  cluster.create(
    JSON.stringify({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name },
      spec,
    }),
  )
}
function versions(name: string, host: string, subsets: object[]): void {
  const rule = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name },
    spec: { host, subsets },
  }
  cluster.create(JSON.stringify(rule))
}
const to = (host: string, more: object = {}) => ({ destination: { host, ...more } })
const ask = (path = '/', headers: Record<string, string> = {}) =>
  get(cluster.runtime.gateways.istio, path, { host: 'shop.example.com', ...headers })
async function served(): Promise<string> {
  const { status, headers } = await ask()
  return headers['x-pod']?.replace(/-[^-]+-[^-]+$/, '') ?? String(status)
}

describe('where a destination leads', () => {
  it.each<[string, object, string]>([
    ['istio.io virtual-service/#Destination: a short name is of the rule’s namespace', to('web'), 'web'],
    ['istio.io virtual-service/#Destination: the full name', to('web.default.svc.cluster.local'), 'web'],
    [
      'istio.io virtual-service/#Destination: a port of the Service',
      to('web', { port: { number: 80 } }),
      'web',
    ],
    [
      'istio docs traffic-management: a port that is not there is 503',
      to('web', { port: { number: 81 } }),
      '503',
    ],
    ['istio docs traffic-management: a Service that is not there is 503', to('nobody'), '503'],
    ['istio issue 41787: no endpoint is 503', to('web-empty'), '503'],
    ['istio docs traffic-management: a subset that nobody named is 503', to('web', { subset: 'v1' }), '503'],
  ])('%s', async (_, destination, expected) => {
    route([{ route: [destination as { destination: { host: string } }] }])
    expect(await served()).toBe(expected)
  })

  it.each<[string, object[], string]>([
    ['istio.io destination-rule/#Subset labels', [{ name: 'v1', labels: { version: 'v1' } }], 'web'],
    [
      'istio issues 46240, 3732: an empty subset is 503, without fallback to others',
      [{ name: 'v1', labels: { version: 'v9' } }],
      '503',
    ],
    ['istio.io destination-rule/#Subset: without labels all pods', [{ name: 'v1' }], 'web'],
  ])('%s', async (_, subsets, expected) => {
    versions('web', 'web', subsets)
    route([{ route: [to('web', { subset: 'v1' })] }])
    expect(await served()).toBe(expected)
  })

  it('istio:destination_rule.go mergeDestinationRule: rules of one host are joined, the first name counts', async () => {
    versions('a', 'web.default.svc.cluster.local', [{ name: 'v1', labels: { version: 'v9' } }])
    versions('b', 'web', [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v1' } },
    ])
    route([{ route: [to('web', { subset: 'v2' })] }])
    expect(await served()).toBe('web')
    cluster.store.remove(virtualServices, 'default', 'web')
    route([{ route: [to('web', { subset: 'v1' })] }])
    expect(await served()).toBe('503')
  })

  it('istio issue 41787: a share of an empty destination is 503, the rest is served', async () => {
    route([
      {
        route: [
          { ...to('web'), weight: 50 },
          { ...to('web-empty'), weight: 50 },
        ],
      },
    ])
    expect(await served()).toBe('web')
    draw = 0.6
    expect(await served()).toBe('503')
  })
})

describe('what reaches the pod', () => {
  it('istio.io virtual-service/#Headers: the tag that the rule sets', async () => {
    route([{ route: [{ ...to('web'), headers: { request: { set: { 'x-mse-tag': 'gray' } } } }] }])
    const { body } = await ask('/headers', { 'x-mse-tag': 'forged' })
    expect(JSON.parse(body)).toMatchObject({
      'x-mse-tag': 'gray',
      host: 'shop.example.com',
      'x-forwarded-proto': 'http',
    })
  })

  it('istio.io virtual-service/#Headers: not the tag that it removes', async () => {
    route([{ headers: { request: { remove: ['X-Mse-Tag'] } }, route: [to('web')] }])
    const { body } = await ask('/headers', { 'x-mse-tag': 'forged' })
    expect(JSON.parse(body)).not.toHaveProperty('x-mse-tag')
  })

  it('istio.io virtual-service/#HTTPRewrite: what the prefix matched is replaced', async () => {
    route([
      {
        match: [{ uri: { prefix: '/api/' } }],
        rewrite: { uri: '/', authority: 'inner' },
        route: [to('web')],
      },
    ])
    const { body } = await ask('/api/headers?a=1')
    expect(JSON.parse(body)).toMatchObject({ host: 'inner' })
    expect((await ask('/headers')).status).toBe(404)
  })

  it('istio.io virtual-service/#HTTPRedirect and #HTTPDirectResponse: answers of the gateway', async () => {
    route([
      { match: [{ uri: { exact: '/old' } }], redirect: { uri: '/new' } },
      { directResponse: { status: 418, body: { string: 'tea' } } },
    ])
    expect(await ask('/old')).toMatchObject({ status: 301, headers: { location: '/new' } })
    expect(await ask()).toMatchObject({ status: 418, body: 'tea' })
  })
})

it('istio.io metrics: counts by workload, and what no pod took as unknown', async () => {
  const place = { namespace: 'istio-system', name: 'istio-ingressgateway' }
  expect(await awaitAvailable(cluster.store, [place], 10_000)).toEqual([])
  const pod = cluster.store
    .list(kinds.pods, { namespace: place.namespace })
    .find(({ metadata }) => metadata.labels?.istio === 'ingressgateway')
  if (pod === undefined) throw new Error('the gateway has no pod')
  route([
    {
      route: [
        { ...to('web'), weight: 50 },
        { ...to('web-empty'), weight: 50 },
      ],
    },
  ])
  await ask()
  draw = 0.6
  await ask()
  const page = await cluster.runtime.podProxy(pod, 15020, '/stats/prometheus', '', 'GET', {})
  const lines = page.body
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('istio_requests_total'))
  const line = (...parts: string[]) => lines.some((one) => parts.every((part) => one.includes(part)))
  expect(
    line(
      'destination_workload="web"',
      'destination_version="v1"',
      'response_code="200"',
      'reporter="source"',
    ),
  ).toBe(true)
  expect(
    line(
      'destination_workload="unknown"',
      'destination_service_name="web-empty"',
      'response_code="503"',
      'response_flags="UH"',
    ),
  ).toBe(true)
})
