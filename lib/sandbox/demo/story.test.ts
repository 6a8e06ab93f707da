import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  get,
  ingressManifest,
  startTestCluster,
  type TestCluster,
  until,
} from '@/lib/sandbox/runtime-for-tests'
import { listSlices } from '@/lib/sandbox/shapes/endpoint-slice'
import { isPodReady, listPods } from '@/lib/sandbox/shapes/pod'
import { kinds } from '@/lib/sandbox/store/kinds'
import { demoDeployments, loadDemo } from './load-demo'

let cluster: TestCluster
const ip = '\\[192\\.168\\.\\d+\\.\\d+\\]'
const baseline = new RegExp(`^A${ip}\\[config=base\\] -> B${ip} -> C${ip}$`)
const lane = new RegExp(`^Agray${ip}\\[config=base\\] -> B${ip} -> Cgray${ip}$`)

beforeAll(async () => {
  cluster = await startTestCluster()
  loadDemo(cluster.store)
  await cluster.available(...demoDeployments)
})

afterAll(() => cluster.close())

const call = async (path: string, headers: Record<string, string> = {}) =>
  (await get(cluster.runtime.gateways.mse, path, { host: 'example.com', ...headers })).body

function grayVersion(letter: 'a' | 'b' | 'c', port: number): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: spring-cloud-${letter}-gray}
spec:
  selector: {matchLabels: {app: spring-cloud-${letter}-gray}}
  template:
    metadata:
      labels: {app: spring-cloud-${letter}-gray, msePilotCreateAppName: spring-cloud-${letter}, alicloud.service.tag: gray}
    spec: {containers: [{name: app, image: "registry.example.com/spring-cloud-${letter}:1.1.0"}]}
---
apiVersion: v1
kind: Service
metadata: {name: spring-cloud-${letter}-gray}
spec: {selector: {app: spring-cloud-${letter}-gray}, ports: [{port: 80, targetPort: ${port}}]}
`
}

it('answers the baseline chain at the gateway and through zuul', async () => {
  expect(await call('/A/a')).toMatch(baseline)
  expect(await call('/a?group=gray')).toMatch(baseline)
  const zuul = cluster.runtime.gateways['zuul-slb']
  expect((await get(zuul, '/A/a')).body).toMatch(baseline)
})

it("serves zuul's page of a service call in both languages, and calls what it is given", async () => {
  const zuul = cluster.runtime.gateways['zuul-slb']
  expect((await get(zuul, '/')).body).toContain('<button>Start call</button>')
  expect((await get(zuul, '/', { 'accept-language': 'zh-CN,en' })).body).toContain(
    '<button>开始调用</button>',
  )
  const result = async (call: string) => {
    const { status, body } = await get(zuul, `/?call=${encodeURIComponent(call)}`)
    return { status, text: /<output id="result">([^<]*)<\/output>/.exec(body)?.[1]?.replaceAll('&gt;', '>') }
  }
  expect(await result('/A/a?name=xiaoming')).toEqual({ status: 200, text: expect.stringMatching(baseline) })
  expect(await result('/<b>')).toMatchObject({ status: 404 })
  expect(await result('/?call=/')).toMatchObject({ status: 404, text: 'no such page: /\n' })
})

it('routes the lane through a, falls back at b and returns at c', async () => {
  cluster.create(grayVersion('a', 20001))
  cluster.create(grayVersion('c', 20003))
  await cluster.available('spring-cloud-a-gray', 'spring-cloud-c-gray')
  const annotations = {
    'n:canary': 'true',
    'm:canary-by-query': 'group',
    'm:canary-by-query-value': 'gray',
    'm:request-header-control-update': 'x-mse-tag gray',
  }
  const service = 'spring-cloud-a-gray'
  cluster.create(ingressManifest('spring-cloud-a-gray', { host: 'example.com', service, annotations }))
  const ready = () =>
    listSlices(cluster.store, 'default', service).some((slice) => slice.endpoints?.[0]?.conditions.ready)
  await until(cluster.store, ready)
  expect(await call('/A/a?group=gray')).toMatch(lane)
  expect(await call('/A/a')).toMatch(baseline)
})

it('lets a tagged pod colour what carries no tag, and a carried tag win', async () => {
  const zuul = cluster.runtime.gateways['zuul-slb']
  expect((await get(zuul, '/A/a', { 'x-mse-tag': 'gray' })).body).toMatch(lane)
  expect((await get(zuul, '/A/a')).body).toMatch(baseline)
  const [pod] = listPods(cluster.store, {
    namespace: 'default',
    labels: (labels) => labels.app === 'spring-cloud-a-gray',
  })
  if (pod === undefined) throw new Error('no gray pod of a')
  const direct = (headers: Record<string, string>) =>
    cluster.runtime.podProxy(pod, undefined, '/a', '', 'GET', headers)
  expect((await direct({})).body.toString()).toMatch(lane)
  const red = new RegExp(`^Agray${ip}\\[config=base\\] -> B${ip} -> C${ip}$`)
  expect((await direct({ 'x-mse-tag': 'red' })).body.toString()).toMatch(red)
})

it("counts each hop's version in the pods' own metrics", async () => {
  const [pod] = listPods(cluster.store, {
    namespace: 'default',
    labels: (labels) => labels.app === 'spring-cloud-c-gray',
  })
  if (pod === undefined || !isPodReady(pod)) throw new Error('no ready gray pod of c')
  const page = await cluster.runtime.podProxy(pod, 20003, '/metrics', '', 'GET', {})
  expect(page.body.toString()).toMatch(
    /http_server_request_duration_seconds_count\{http_request_method="GET",http_response_status_code="200",http_route="\/c",service_name="spring-cloud-c",service_version="gray"\} [1-9]/,
  )
})

it('goes back to the baseline hop by hop while a lane is parked', async () => {
  cluster.change(kinds.deployments, 'spring-cloud-a-gray', (object) => ({
    ...object,
    spec: { ...(object.spec as object), replicas: 0 },
  }))
  const gone = () =>
    listSlices(cluster.store, 'default', 'spring-cloud-a-gray').every((slice) => slice.endpoints === null)
  await until(cluster.store, gone)
  // The tag is set on the route, so the next lane version is found again.
  expect(await call('/A/a?group=gray')).toMatch(
    new RegExp(`^A${ip}\\[config=base\\] -> B${ip} -> Cgray${ip}$`),
  )
})

it('passes no tag on where the agent is not in the pods', async () => {
  const namespace = cluster.store.get(kinds.namespaces, undefined, 'default')
  if (namespace === undefined) throw new Error('no namespace')
  const metadata = { ...namespace.metadata, labels: {} }
  cluster.store.update(kinds.namespaces, { ...namespace, metadata })
  expect(await call('/A/a?group=gray')).toMatch(
    new RegExp(`^A${ip}\\[config=base\\] -> B${ip} -> C(gray)?${ip}$`),
  )
})

it('puts the agent’s container into new pods of governed namespaces', () => {
  const containers = (namespace: string, app: string) =>
    listPods(cluster.store, { namespace, labels: (labels) => labels.app === app }).map(
      ({ spec }) => (spec as { initContainers?: unknown }).initContainers,
    )
  expect(containers('default', 'spring-cloud-a')).toEqual([
    [expect.objectContaining({ name: 'one-pilot-initcontainer' })],
  ])
  expect(containers('ack-onepilot', 'ack-onepilot')).toEqual([undefined])
})

it('loads the other demos at 0 replicas, and nothing twice', () => {
  const before = cluster.store.resourceVersion
  loadDemo(cluster.store)
  expect(cluster.store.resourceVersion).toBe(before)
  for (const namespace of ['zadig', 'rolling', 'bluegreen']) {
    expect(cluster.store.list(kinds.deployments, { namespace }).length).toBeGreaterThan(0)
    expect(listPods(cluster.store, { namespace })).toEqual([])
  }
})
