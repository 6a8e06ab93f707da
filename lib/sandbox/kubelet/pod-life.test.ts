import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  applicationManifest,
  get,
  ingressManifest,
  startTestCluster,
  type TestCluster,
  until,
} from '@/lib/sandbox/runtime-for-tests'
import { listSlices } from '@/lib/sandbox/shapes/endpoint-slice'
import { isPodReady, listPods, type Pod } from '@/lib/sandbox/shapes/pod'
import { startRuntime } from '@/lib/sandbox/start-runtime'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startTestCluster()
})

afterAll(() => cluster.close())

const podsOf = (name: string): readonly Pod[] =>
  listPods(cluster.store, { namespace: 'default', labels: (labels) => labels.app === name })

const containerOf = (pod: Pod | undefined) => pod?.status?.containerStatuses?.[0]

const eventsOf = (pod: Pod | undefined) =>
  cluster.store
    .list(kinds.events, { namespace: 'default' })
    .filter((event) => (event.involvedObject as { name?: string }).name === pod?.metadata.name)

describe('probes', () => {
  it('keeps a pod out of its Service until readiness succeeds', async () => {
    const probe =
      'readinessProbe: {httpGet: {path: /status/503, port: 8080}, periodSeconds: 1, failureThreshold: 1}'
    const manifest = applicationManifest('unready').replace('ports:', `${probe}, ports:`)
    cluster.create(manifest)
    const unhealthy = () =>
      eventsOf(podsOf('unready')[0]).some(
        ({ reason, message }) =>
          reason === 'Unhealthy' &&
          message === 'Readiness probe failed: HTTP probe failed with statuscode: 503',
      )
    await until(cluster.store, unhealthy)
    const [pod] = podsOf('unready')
    expect(pod?.status?.phase).toBe('Running')
    expect(pod === undefined || isPodReady(pod)).toBe(false)
    const endpoint = listSlices(cluster.store, 'default', 'unready')[0]?.endpoints?.[0]
    expect(endpoint?.conditions).toEqual({ ready: false, serving: false, terminating: false })
  })

  it('becomes ready when the probe succeeds', async () => {
    const probe = 'readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}'
    cluster.create(applicationManifest('probed').replace('ports:', `${probe}, ports:`))
    await cluster.available('probed')
    expect(podsOf('probed').every(isPodReady)).toBe(true)
  })

  it('restarts a container whose liveness fails', async () => {
    const probe = 'livenessProbe: {tcpSocket: {port: 9999}, periodSeconds: 1, failureThreshold: 1}'
    cluster.create(applicationManifest('dead').replace('ports:', `${probe}, ports:`))
    await until(cluster.store, () => (containerOf(podsOf('dead')[0])?.restartCount ?? 0) >= 1)
    expect(containerOf(podsOf('dead')[0])?.lastState.terminated?.exitCode).toBe(137)
  })
})

describe('an image that crashes', () => {
  it('backs off', async () => {
    cluster.create(applicationManifest('crashing', { image: 'example.com/plain:crash' }))
    const backsOff = () => containerOf(podsOf('crashing')[0])?.state.waiting?.reason === 'CrashLoopBackOff'
    await until(cluster.store, backsOff)
    expect(containerOf(podsOf('crashing')[0])?.lastState.terminated).toMatchObject({
      exitCode: 1,
      reason: 'Error',
    })
    expect(podsOf('crashing').some(isPodReady)).toBe(false)
  })
})

describe('termination', () => {
  it('fails no request while a Deployment is updated, scaled and drained under load', async () => {
    cluster.create(applicationManifest('loaded', { replicas: 3 }))
    cluster.create(ingressManifest('loaded', { host: 'loaded.example.com' }))
    await cluster.available('loaded')
    const tally = new Map<string, number>()
    let sending = true
    const load = async () => {
      while (sending) {
        const { mse } = cluster.runtime.gateways
        const { status, headers } = await get(mse, '/?sandbox-delay=20', { host: 'loaded.example.com' })
        const key = `${status} ready=${headers['x-ready']}`
        tally.set(key, (tally.get(key) ?? 0) + 1)
      }
    }
    const clients = Array.from({ length: 8 }, load)
    const template = (object: KubeObject, image: string, replicas: number) => {
      const text = JSON.stringify(object.spec).replace(/"image":"[^"]+"/, `"image":"${image}"`)
      return { ...JSON.parse(text), replicas }
    }
    cluster.change(kinds.deployments, 'loaded', (object) => ({
      ...object,
      spec: template(object, 'example.com/plain:2', 3),
    }))
    const settled = (image: string, count: number) => () => {
      const pods = podsOf('loaded')
      return (
        pods.length === count &&
        pods.every((pod) => isPodReady(pod) && pod.spec.containers[0]?.image === image)
      )
    }
    await until(cluster.store, settled('example.com/plain:2', 3))
    cluster.change(kinds.deployments, 'loaded', (object) => ({
      ...object,
      spec: template(object, 'example.com/plain:2', 1),
    }))
    await until(cluster.store, settled('example.com/plain:2', 1))
    sending = false
    await Promise.all(clients)
    expect([...tally.keys()]).toEqual(['200 ready=true'])
    expect([...tally.values()][0]).toBeGreaterThanOrEqual(8)
  })

  it('lets a request that is under way finish', async () => {
    cluster.create(applicationManifest('slow'))
    cluster.create(ingressManifest('slow', { host: 'slow.example.com' }))
    await cluster.available('slow')
    const [pod] = podsOf('slow')
    const under = get(cluster.runtime.gateways.mse, '/?sandbox-delay=800', { host: 'slow.example.com' })
    // Answered after it, so the slow one has reached the pod.
    await get(cluster.runtime.gateways.mse, '/', { host: 'slow.example.com' })
    cluster.store.remove(kinds.pods, 'default', pod?.metadata.name ?? '')
    const terminating = () =>
      listSlices(cluster.store, 'default', 'slow')[0]?.endpoints?.some(
        ({ conditions }) => conditions.terminating && conditions.serving && !conditions.ready,
      ) === true
    await until(cluster.store, terminating)
    expect((await under).body).toBe(`${pod?.metadata.name}\n`)
    await until(cluster.store, () =>
      podsOf('slow').every(({ metadata }) => metadata.uid !== pod?.metadata.uid),
    )
  })
})

describe('pods/proxy and logs', () => {
  it('reaches any port of a pod and says when nothing listens there', async () => {
    cluster.create(applicationManifest('proxied'))
    await cluster.available('proxied')
    const [pod] = podsOf('proxied')
    if (pod === undefined) throw new Error('no pod')
    const { podProxy, podLogs } = cluster.runtime
    const found = await podProxy(pod, undefined, '/x', 'y=1', 'GET', {})
    expect([found.status, found.headers['x-image']]).toEqual([200, 'example.com/plain:1'])
    const refused = await podProxy(pod, 81, '/', '', 'GET', {})
    expect([refused.status, refused.body.toString()]).toEqual([
      503,
      `error trying to reach service: dial tcp ${pod.status?.podIP}:81: connect: connection refused`,
    ])
    expect(podLogs(pod, 'proxied')).toContain('GET /x?y=1 200')
  })
})

describe('a restart of the sandbox', () => {
  it('serves the same pods under the same addresses', async () => {
    const other = await startTestCluster()
    other.create(applicationManifest('kept'))
    other.create(ingressManifest('kept', { host: 'kept.example.com' }))
    await other.available('kept')
    const before = listPods(other.store, { namespace: 'default' })
    await other.runtime.close(0)
    const again = await startRuntime({ store: other.store, gatewayPort: 0 })
    try {
      const answer = await get(again.gateways.mse, '/', { host: 'kept.example.com' })
      expect(answer.body).toBe(`${before[0]?.metadata.name}\n`)
      expect(listPods(other.store, { namespace: 'default' })).toEqual(before)
    } finally {
      await again.close(0)
      await other.close()
    }
  })
})
