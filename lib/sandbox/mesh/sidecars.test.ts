import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestCluster, type TestCluster, until } from '@/lib/sandbox/runtime-for-tests'
import type { HttpRoute } from '@/lib/sandbox/shapes/http-route'
import { gatewayApiKinds } from '@/lib/sandbox/store/custom/gateway-api-kinds'
import { istioKinds } from '@/lib/sandbox/store/custom/istio-kinds'
import { kinds } from '@/lib/sandbox/store/kinds'

const routeKinds = [istioKinds.virtualServices, istioKinds.destinationRules, gatewayApiKinds.httpRoutes]
let draw = 0
let cluster: TestCluster

type App = { app?: string; version?: string; replicas?: number; forward?: string; inject?: string }

/** A demo application, with a sidecar unless `inject` says otherwise. */
function workload(
  name: string,
  letter: string,
  { app = name, version = 'base', replicas = 1, forward = 'x-mse-tag', inject = 'true' }: App = {},
) {
  const labels = { app, version, 'sidecar.istio.io/inject': inject }
  const env = forward === '' ? [] : [{ name: 'FORWARD_HEADERS', value: forward }]
  const containers = [{ name: 'main', image: `registry.example.com/spring-cloud-${letter}:1.0.0`, env }]
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app, version } },
      template: { metadata: { labels }, spec: { containers } },
    },
  }
}
const service = (name: string, port: number, app = name) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app }, ports: [{ name: 'http', port: 80, targetPort: port }] },
})

beforeAll(async () => {
  cluster = await startTestCluster(() => draw)
  const objects = [
    workload('a', 'a'),
    workload('a-silent', 'a', { forward: '' }),
    workload('a-bare', 'a', { inject: 'false' }),
    workload('spring-cloud-b', 'b', { version: 'v1' }),
    workload('b-gray', 'b', { version: 'gray' }),
    workload('spring-cloud-c', 'c'),
    service('spring-cloud-b', 20002),
    service('b-gray', 20002),
    service('b-empty', 20002),
    service('spring-cloud-c', 20003),
  ]
  for (const object of objects) cluster.create(JSON.stringify(object))
  await cluster.available('a', 'a-silent', 'a-bare', 'spring-cloud-b', 'b-gray', 'spring-cloud-c')
})
afterAll(() => cluster.close())
afterEach(() => {
  draw = 0
  for (const kind of routeKinds) {
    for (const { metadata } of cluster.store.list(kind))
      cluster.store.remove(kind, metadata.namespace, metadata.name)
  }
})

/** What stands behind A in the chain: the second link without its address. */
async function behindA(headers: Record<string, string> = {}, caller = 'a'): Promise<string> {
  const pod = cluster.store
    .list(kinds.pods, { namespace: 'default' })
    .find(({ metadata }) => metadata.labels?.app === caller)
  if (pod === undefined) throw new Error(`no pod of ${caller}`)
  const { body } = await cluster.runtime.podProxy(pod, 20001, '/a', '', 'GET', headers)
  return (body.toString().split(' -> ')[1] ?? '').replace(/\[.*/, '')
}

const tagged = { 'x-mse-tag': 'gray' }
const full = 'spring-cloud-b.default.svc.cluster.local'
const to = (host: string, more: object = {}) => ({ destination: { host, ...more } })
const gray = { match: [{ headers: { 'x-mse-tag': { exact: 'gray' } } }], route: [to('b-gray')] }
const rest = { route: [to('spring-cloud-b')] }
function virtualService(http: object[], spec: object = {}, name = 'b') {
  const body = { hosts: [full], http, ...spec }
  return { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name }, spec: body }
}
function versions(...subsets: object[]) {
  const spec = { host: 'spring-cloud-b', subsets }
  return { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'b' }, spec }
}
const backend = (name: string, weight = 1) => ({ name, port: 80, weight })
const grayRule = {
  matches: [{ headers: [{ name: 'x-mse-tag', value: 'gray' }] }],
  backendRefs: [backend('b-gray')],
}
const restRule = { backendRefs: [backend('spring-cloud-b')] }
const parent = { group: '', kind: 'Service', name: 'spring-cloud-b', port: 80 }
function httpRoute(rules: object[], spec: object = {}, name = 'b') {
  const body = { parentRefs: [parent], rules, ...spec }
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name }, spec: body }
}

const proto = 'istio.io/latest/docs/reference/config/networking/virtual-service'
const docs = 'istio docs, traffic-management'
const mesh = 'gateway-api.sigs.k8s.io/mesh'
const spec = 'gateway-api.sigs.k8s.io/reference/spec'

describe('calls of a pod with a sidecar', () => {
  it.each<[string, object[], Record<string, string>, string]>([
    ['istio docs, traffic-routing: without rules the Service', [], tagged, 'Bv1'],
    [
      `${proto}/#VirtualService gateways: without any, sidecars`,
      [virtualService([gray, rest])],
      tagged,
      'Bgray',
    ],
    [`${proto}/#HTTPRoute: the first rule that matches`, [virtualService([gray, rest])], {}, 'Bv1'],
    [
      `${proto}/#VirtualService gateways: mesh by name`,
      [virtualService([gray, rest], { gateways: ['mesh'] })],
      tagged,
      'Bgray',
    ],
    [
      `${proto}/#VirtualService gateways: a gateway's alone does not hold for sidecars`,
      [virtualService([gray, rest], { gateways: ['istio-system/public'] })],
      tagged,
      'Bv1',
    ],
    [
      `${proto}/#VirtualService gateways: both`,
      [virtualService([gray, rest], { gateways: ['istio-system/public', 'mesh'] })],
      tagged,
      'Bgray',
    ],
    [
      `${proto}/#VirtualService hosts: a short name is of its namespace`,
      [virtualService([gray, rest], { hosts: ['spring-cloud-b'] })],
      tagged,
      'Bgray',
    ],
    [
      `${proto}/#VirtualService hosts: another Service's`,
      [virtualService([gray, rest], { hosts: ['spring-cloud-c'] })],
      tagged,
      'Bv1',
    ],
    [
      `${proto}/#VirtualService hosts: another namespace's`,
      [virtualService([gray, rest], { hosts: ['spring-cloud-b.other.svc.cluster.local'] })],
      tagged,
      'Bv1',
    ],
    [
      `${docs}: sidecars join no VirtualServices of one host`,
      [virtualService([rest]), virtualService([gray], {}, 'later')],
      tagged,
      'Bv1',
    ],
    ['istio route.go: no rule that matches is 404', [virtualService([gray])], {}, ''],
    [
      'istio issue 41787: no endpoint is 503',
      [virtualService([{ route: [to('b-empty')] }])],
      {},
      'no healthy upstream',
    ],
    [
      `${docs}: a subset that nobody named is 503`,
      [virtualService([{ route: [to('spring-cloud-b', { subset: 'v1' })] }])],
      {},
      '',
    ],
    [
      'istio.io destination-rule/#Subset',
      [
        versions({ name: 'v1', labels: { version: 'v1' } }),
        virtualService([{ route: [to('spring-cloud-b', { subset: 'v1' })] }]),
      ],
      {},
      'Bv1',
    ],
    [
      'istio issue 46240: an empty subset is 503',
      [
        versions({ name: 'v1', labels: { version: 'v9' } }),
        virtualService([{ route: [to('spring-cloud-b', { subset: 'v1' })] }]),
      ],
      {},
      'no healthy upstream',
    ],
    [
      `${proto}/#HTTPMatchRequest sourceLabels: the caller's`,
      [virtualService([{ match: [{ sourceLabels: { app: 'a' } }], route: [to('b-gray')] }, rest])],
      {},
      'Bgray',
    ],
    [
      `${proto}/#HTTPMatchRequest sourceLabels: another caller's`,
      [virtualService([{ match: [{ sourceLabels: { app: 'x' } }], route: [to('b-gray')] }, rest])],
      {},
      'Bv1',
    ],
    [
      `${proto}/#HTTPMatchRequest gateways: of the match`,
      [
        virtualService([{ match: [{ gateways: ['istio-system/public'] }], route: [to('b-gray')] }, rest], {
          gateways: ['mesh', 'istio-system/public'],
        }),
      ],
      {},
      'Bv1',
    ],
    [
      `${proto}/#HTTPDirectResponse`,
      [virtualService([{ directResponse: { status: 503, body: { string: 'closed' } } }])],
      {},
      'closed',
    ],
    [`${mesh}/: a parent Service`, [httpRoute([grayRule, restRule])], tagged, 'Bgray'],
    [`${spec}/#httprouterule: the rest`, [httpRoute([grayRule, restRule])], {}, 'Bv1'],
    [`${mesh}/: what no rule takes is rejected`, [httpRoute([grayRule])], {}, ''],
    [
      `${spec}/#parentreference port: of another port`,
      [httpRoute([grayRule], { parentRefs: [{ ...parent, port: 81 }] })],
      tagged,
      'Bv1',
    ],
    [
      `${spec}/#parentreference port: without a port all`,
      [
        httpRoute([grayRule, restRule], {
          parentRefs: [{ group: '', kind: 'Service', name: 'spring-cloud-b' }],
        }),
      ],
      tagged,
      'Bgray',
    ],
    [
      `${spec}/#httprouterule: more headers go before the order of routes`,
      [httpRoute([restRule]), httpRoute([grayRule], {}, 'later')],
      tagged,
      'Bgray',
    ],
    [
      `${spec}/#httpbackendref: a backend that is not there`,
      [httpRoute([{ backendRefs: [backend('nobody')] }])],
      {},
      '',
    ],
    [
      'gateways.md 7.3: VirtualService and HTTPRoute of one host, the VirtualService',
      [virtualService([rest]), httpRoute([grayRule, restRule])],
      tagged,
      'Bv1',
    ],
  ])('%s', async (_, objects, headers, expected) => {
    for (const object of objects) cluster.create(JSON.stringify(object))
    expect(await behindA(headers)).toBe(expected)
  })

  it(`${proto}/#HTTPRouteDestination weight: shares`, async () => {
    cluster.create(
      JSON.stringify(
        virtualService([
          {
            route: [
              { ...to('spring-cloud-b'), weight: 30 },
              { ...to('b-gray'), weight: 70 },
            ],
          },
        ]),
      ),
    )
    expect(await behindA()).toBe('Bv1')
    draw = 0.31
    expect(await behindA()).toBe('Bgray')
  })

  it('istio docs, header propagation: without the application’s help the tag ends at the first hop', async () => {
    cluster.create(JSON.stringify(virtualService([gray, rest])))
    expect(await behindA(tagged, 'a-silent')).toBe('Bv1')
  })

  it('istio docs, sidecar-injection: a pod without sidecar obeys no rule', async () => {
    cluster.create(JSON.stringify(virtualService([{ route: [to('b-gray')] }])))
    expect(await behindA({}, 'a-bare')).toBe('Bv1')
  })
})

it(`${spec}/#routeparentstatus: routes of Services are accepted, or refused with the reason`, async () => {
  const said = (name: string) => {
    const route = cluster.store.get(gatewayApiKinds.httpRoutes, 'default', name) as HttpRoute | undefined
    return (route?.status?.parents ?? []).flatMap(({ controllerName, conditions = [] }) =>
      conditions.map(({ type, status, reason }) => `${controllerName} ${type}=${status} ${reason}`),
    )
  }
  const settled = (name: string, line: string) =>
    until(
      cluster.store,
      () => said(name).includes(`istio.io/gateway-controller ${line}`),
      () => said(name).join(),
    )
  cluster.create(JSON.stringify(httpRoute([grayRule])))
  await settled('b', 'Accepted=True Accepted')
  await settled('b', 'ResolvedRefs=True ResolvedRefs')
  cluster.create(
    JSON.stringify(
      httpRoute(
        [{ backendRefs: [backend('nobody')] }],
        { parentRefs: [{ ...parent, name: 'nobody' }] },
        'bad',
      ),
    ),
  )
  await settled('bad', 'Accepted=False NoMatchingParent')
  await settled('bad', 'ResolvedRefs=False BackendNotFound')
})
