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

/** An application with one probe of `/healthz` that a single failure or success decides. */
const probed = (name: string, probe: string) =>
  applicationManifest(name).replace(
    'ports:',
    `${probe}: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 1, failureThreshold: 1}, ports:`,
  )

async function setHealth(pod: Pod | undefined, status: number): Promise<void> {
  if (pod === undefined) throw new Error('no pod')
  const answer = await cluster.runtime.podProxy(pod, 8080, '/healthz', `status=${status}`, 'POST', {})
  expect(answer.status).toBe(status)
}

describe('scheduling', () => {
  it('gives a pod no cordoned node, and one as soon as there is one again', async () => {
    const { store } = cluster
    const cordon = (unschedulable: boolean) => {
      for (const node of store.list(kinds.nodes)) {
        store.update(kinds.nodes, { ...node, spec: { ...(node.spec as object), unschedulable } })
      }
    }
    cordon(true)
    cluster.create(applicationManifest('waiting'))
    await until(store, () => podsOf('waiting').length === 1)
    cluster.create(applicationManifest('also-waiting'))
    await until(store, () => podsOf('also-waiting').length === 1)
    expect(podsOf('waiting')[0]?.spec.nodeName).toBeUndefined()
    cordon(false)
    await cluster.available('waiting', 'also-waiting')
  })
})

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

  it('takes a pod out of its Service while readiness fails, and back in afterwards', async () => {
    cluster.create(probed('flapping', 'readinessProbe'))
    await cluster.available('flapping')
    const [pod] = podsOf('flapping')
    await setHealth(pod, 503)
    const conditions = () =>
      listSlices(cluster.store, 'default', 'flapping').flatMap(({ endpoints }) =>
        (endpoints ?? []).map(({ conditions: { ready, serving } }) => `${ready} ${serving}`),
      )
    await until(cluster.store, () => conditions().join() === 'false false')
    expect(podsOf('flapping').some(isPodReady)).toBe(false)
    await setHealth(pod, 200)
    await until(cluster.store, () => conditions().join() === 'true true')
    expect(podsOf('flapping').map(({ metadata }) => metadata.uid)).toEqual([pod?.metadata.uid])
    expect(containerOf(podsOf('flapping')[0])?.restartCount).toBe(0)
  })

  it('restarts a container whose liveness fails, in the same pod under the same address', async () => {
    cluster.create(probed('dead', 'livenessProbe'))
    await cluster.available('dead')
    const [pod] = podsOf('dead')
    await setHealth(pod, 500)
    await until(cluster.store, () => containerOf(podsOf('dead')[0])?.restartCount === 1)
    await until(cluster.store, () => podsOf('dead').every(isPodReady))
    const [again] = podsOf('dead')
    expect([again?.metadata.uid, again?.status?.podIP]).toEqual([pod?.metadata.uid, pod?.status?.podIP])
    expect(containerOf(again)?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'Error' })
    const told = eventsOf(again).map(({ reason, message }) => `${reason}: ${message}`)
    expect(told).toContain('Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500')
    expect(told).toContain('Killing: Container dead failed liveness probe, will be restarted')
    expect(told).toContain('Pulled: Container image "example.com/plain:1" already present on machine')
  })

  it('holds readiness and liveness back until the startup probe has succeeded', async () => {
    const startup = 'startupProbe: {tcpSocket: {port: 9999}, periodSeconds: 1, failureThreshold: 2}'
    const liveness = 'livenessProbe: {tcpSocket: {port: 9999}, periodSeconds: 1, failureThreshold: 1}'
    cluster.create(applicationManifest('starting').replace('ports:', `${startup}, ${liveness}, ports:`))
    await until(cluster.store, () => containerOf(podsOf('starting')[0])?.state.running !== undefined)
    expect(containerOf(podsOf('starting')[0])).toMatchObject({ started: false, ready: false })
    await until(cluster.store, () => (containerOf(podsOf('starting')[0])?.restartCount ?? 0) >= 1)
    const told = eventsOf(podsOf('starting')[0]).map(({ message }) => message as string)
    expect(told).toContain('Container starting failed startup probe, will be restarted')
    expect(told.filter((message) => message.startsWith('Liveness'))).toEqual([])
    cluster.create(probed('started', 'startupProbe'))
    await cluster.available('started')
    expect(containerOf(podsOf('started')[0])).toMatchObject({ started: true, ready: true })
  })
})

describe('an image that crashes', () => {
  it('is restarted at once, then backs off', async () => {
    cluster.create(applicationManifest('crashing', { image: 'example.com/plain:crash' }))
    const states: string[] = []
    const stop = cluster.store.subscribe(({ kind, object }) => {
      if (kind !== kinds.pods || object.metadata.labels?.app !== 'crashing') return
      const { state, restartCount } = containerOf(object as Pod) ?? { state: {}, restartCount: 0 }
      const name = state.waiting?.reason ?? Object.keys(state)[0] ?? ''
      if (states.at(-1) !== `${name} ${restartCount}`) states.push(`${name} ${restartCount}`)
    })
    const backsOff = () => containerOf(podsOf('crashing')[0])?.state.waiting?.reason === 'CrashLoopBackOff'
    await until(cluster.store, backsOff)
    stop()
    expect(states.slice(-5)).toEqual([
      'running 0',
      'terminated 0',
      'running 1',
      'terminated 1',
      'CrashLoopBackOff 1',
    ])
    const [pod] = podsOf('crashing')
    expect(containerOf(pod)?.lastState.terminated).toMatchObject({ exitCode: 1, reason: 'Error' })
    const whole = `${pod?.metadata.name}_default(${pod?.metadata.uid})`
    expect(containerOf(pod)?.state.waiting?.message).toBe(
      `back-off 10s restarting failed container=crashing pod=${whole}`,
    )
    expect(eventsOf(pod).at(-1)?.message).toBe(
      `Back-off restarting failed container crashing in pod ${whole}`,
    )
    expect(podsOf('crashing').some(isPodReady)).toBe(false)
  })
})

describe('an image that cannot be pulled', () => {
  it('is tried, backed off from, and never runs', async () => {
    cluster.create(applicationManifest('absent', { image: 'example.com/missing:1' }))
    const reason = () => containerOf(podsOf('absent')[0])?.state.waiting?.reason
    await until(cluster.store, () => reason() === 'ErrImagePull')
    await until(cluster.store, () => reason() === 'ImagePullBackOff')
    const [pod] = podsOf('absent')
    expect([pod?.status?.phase, containerOf(pod)?.ready, containerOf(pod)?.restartCount]).toEqual([
      'Pending',
      false,
      0,
    ])
    const endpoint = listSlices(cluster.store, 'default', 'absent')[0]?.endpoints?.[0]
    expect(endpoint?.conditions).toEqual({ ready: false, serving: false, terminating: false })
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

describe('a preStop hook that sleeps', () => {
  it('keeps the pod serving, outside of its Service, before it is told to end', async () => {
    const hook = 'lifecycle: {preStop: {exec: {command: [sh, -c, sleep 1]}}}'
    cluster.create(applicationManifest('hooked').replace('ports:', `${hook}, ports:`))
    await cluster.available('hooked')
    const [pod] = podsOf('hooked')
    if (pod === undefined) throw new Error('no pod')
    const deleted = Date.now()
    cluster.store.remove(kinds.pods, 'default', pod.metadata.name)
    const gone = () => podsOf('hooked').every(({ metadata }) => metadata.uid !== pod.metadata.uid)
    let lastAnswer = 0
    while (!gone()) {
      const { status } = await cluster.runtime.podProxy(pod, 8080, '/', '', 'GET', {})
      if (status === 200) lastAnswer = Date.now() - deleted
    }
    expect(lastAnswer).toBeGreaterThanOrEqual(900)
    expect(Date.now() - deleted).toBeGreaterThanOrEqual(1_000)
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
    const written = podLogs(pod, 'proxied')
      ?.lines()
      .map(({ text }) => text.replace(/^\S+ /, ''))
    expect(written).toEqual(['listening on 8080', 'GET /x?y=1 200'])
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
