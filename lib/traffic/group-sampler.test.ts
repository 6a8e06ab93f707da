import { afterEach, describe, expect, it } from 'vitest'
import type { GatewayMetrics } from '@/lib/domain/gateway-metrics'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Reflector, ReflectorChange } from '@/lib/k8s/reflector'
import { ApplicationCounts, type PodReading } from './application-counts'
import { describeTraffic } from './describe-traffic'
import { GroupSampler } from './group-sampler'
import type { TrafficCluster } from './traffic-cluster'
import type { TrafficTarget } from './traffic-source'

/** A cluster of pods with counters, as far as a sampler looks. */
class CountingCluster implements TrafficCluster {
  readonly name = 'test'
  readonly served = new Map<string, number>()
  readonly objects: KubeObject[] = []
  readonly listeners = new Set<(change: ReflectorChange) => void>()
  reads = 0

  addPod(name: string, namespace: string, labels: Record<string, string>, startedAt: Date): void {
    this.served.set(name, 0)
    const state = { running: { startedAt: startedAt.toISOString() } }
    this.objects.push({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, uid: `uid-${name}`, labels },
      spec: { containers: [{ name: 'main', ports: [{ containerPort: 8080 }] }] },
      status: { phase: 'Running', containerStatuses: [{ name: 'main', restartCount: 0, state }] },
    })
  }

  addDeployment(name: string): void {
    const metadata = { name, namespace: 'shop', uid: `uid-${name}` }
    const spec = { selector: { matchLabels: { app: name } } }
    this.objects.push({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec })
  }

  serve(pod: string, requests: number): void {
    this.served.set(pod, (this.served.get(pod) ?? 0) + requests)
  }

  removePod(name: string): void {
    const at = this.objects.findIndex(({ metadata }) => metadata.name === name)
    this.objects.splice(at, 1)
    this.served.delete(name)
  }

  async list({ kind, namespace }: { kind: string; namespace?: string }): Promise<KubeObject[]> {
    return [...this.cache({ kind, namespace }).list()]
  }

  cache({ kind, namespace }: { kind: string; namespace?: string }): Reflector {
    const list = () =>
      this.objects.filter((object) => object.kind === kind && object.metadata.namespace === namespace)
    return {
      ready: Promise.resolve(),
      list,
      get: () => undefined,
      subscribe: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      age: () => 0,
      version: () => null,
      problem: () => null,
      counts: () => ({ lists: 0, watches: 0, broken: 0 }),
      nudge: () => {},
      close: () => {},
    }
  }

  async proxyPod({ pod, path }: { pod: string; path: string }) {
    this.reads++
    const count = this.served.get(pod)
    if (count === undefined) return { status: 503, headers: {}, body: '' }
    if (path === '/metrics') {
      const name = 'http_server_request_duration_seconds_count'
      return { status: 200, headers: {}, body: `${name}{http_response_status_code="200"} ${count}\n` }
    }
    const services = { web: count, 'web-gray': this.served.get('gray-through-gateway') ?? 0 }
    const lines = Object.entries(services).map(
      ([service, value]) =>
        `envoy_cluster_upstream_rq_total{envoy_cluster_name="outbound|80||${service}.shop.svc.cluster.local"} ${value}`,
    )
    return { status: 200, headers: {}, body: `${lines.join('\n')}\n` }
  }
}

const gateway: GatewayMetrics = {
  namespace: 'mse-system',
  labels: { app: 'mse-gateway' },
  port: 15020,
  path: '/stats/prometheus',
  format: 'envoy',
}
const longAgo = new Date('2020-01-01T00:00:00Z')
const version = (lane: string, deployment: string, service: string | null = null) => ({
  lane,
  deployment,
  service,
})
const inner: TrafficTarget = {
  group: 'mall',
  namespace: 'shop',
  applications: [
    {
      application: 'cart',
      gateways: [],
      versions: [version('baseline', 'cart'), version('gray', 'cart-gray')],
    },
  ],
}

function clusterWithCart(): CountingCluster {
  const cluster = new CountingCluster()
  for (const name of ['cart', 'cart-gray']) {
    cluster.addDeployment(name)
    cluster.addPod(`${name}-1`, 'shop', { app: name }, longAgo)
  }
  return cluster
}

let sampler: GroupSampler | undefined
afterEach(() => sampler?.stop())

const requestsByLane = async (target: TrafficTarget, application = 0) => {
  const reading = await sampler?.look(target, 300, 0)
  const counts = reading?.applications[application]?.counts ?? new Map()
  return Object.fromEntries([...counts].map(([lane, { requests }]) => [lane, requests]))
}

describe('GroupSampler', () => {
  it('counts each version to the last request from the first look on', async () => {
    const cluster = clusterWithCart()
    cluster.serve('cart-1', 1000)
    cluster.serve('cart-gray-1', 10)
    sampler = new GroupSampler(cluster, inner)
    expect(await requestsByLane(inner)).toEqual({ baseline: 0, gray: 0 })
    cluster.serve('cart-1', 7)
    cluster.serve('cart-gray-1', 3)
    expect(await requestsByLane(inner)).toEqual({ baseline: 7, gray: 3 })
  })

  it('has a history for the first reader when it was kept', async () => {
    const cluster = clusterWithCart()
    sampler = new GroupSampler(cluster, inner)
    await sampler.keep(inner)
    cluster.serve('cart-1', 12)
    expect(await requestsByLane(inner)).toEqual({ baseline: 12, gray: 0 })
  })

  it('follows pods that come and go', async () => {
    const cluster = clusterWithCart()
    sampler = new GroupSampler(cluster, inner)
    await requestsByLane(inner)
    cluster.serve('cart-1', 5)
    await requestsByLane(inner)
    cluster.removePod('cart-1')
    cluster.addPod('cart-2', 'shop', { app: 'cart' }, new Date())
    cluster.serve('cart-2', 4)
    expect(await requestsByLane(inner)).toEqual({ baseline: 9, gray: 0 })
  })

  it('reads a pod at once when it begins to leave', async () => {
    const cluster = clusterWithCart()
    sampler = new GroupSampler(cluster, inner)
    await requestsByLane(inner)
    const reads = cluster.reads
    const pod = cluster.objects.find(({ metadata }) => metadata.name === 'cart-1')
    if (!pod) throw new Error('no pod')
    const leaving = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }
    for (const listener of cluster.listeners) listener({ ref: null, object: leaving })
    await expect.poll(() => cluster.reads).toBeGreaterThan(reads)
  })

  it('counts a lane that is gone from the document until its window is over', async () => {
    const cluster = clusterWithCart()
    sampler = new GroupSampler(cluster, inner)
    await requestsByLane(inner)
    cluster.serve('cart-gray-1', 6)
    const baselineOnly: TrafficTarget = {
      ...inner,
      applications: [{ application: 'cart', gateways: [], versions: [version('baseline', 'cart')] }],
    }
    expect(await requestsByLane(baselineOnly)).toEqual({ baseline: 0, gray: 6 })
  })

  it('measures an entry at the gateway when it can be read there, else at the pods', async () => {
    const cluster = new CountingCluster()
    cluster.addDeployment('web')
    cluster.addPod('web-1', 'shop', { app: 'web' }, longAgo)
    const target: TrafficTarget = {
      group: 'mall',
      namespace: 'shop',
      applications: [
        {
          application: 'web',
          gateways: [gateway],
          versions: [version('baseline', 'web', 'web'), version('gray', 'web-gray', 'web-gray')],
        },
      ],
    }
    sampler = new GroupSampler(cluster, target)
    expect((await sampler.look(target, 300, 0)).applications[0]?.measuredAt).toBe('pods')
    cluster.addPod('mse-gateway-1', 'mse-system', { app: 'mse-gateway' }, longAgo)
    expect((await sampler.look(target, 300, 0)).applications[0]?.measuredAt).toBe('gateway')
    cluster.serve('mse-gateway-1', 90)
    cluster.served.set('gray-through-gateway', 10)
    expect(await requestsByLane(target)).toEqual({ baseline: 90, gray: 10 })
  })

  it('says that nothing is known of pods that never show the metric', async () => {
    const cluster = clusterWithCart()
    cluster.served.clear()
    sampler = new GroupSampler(cluster, inner)
    const reading = await sampler.look(inner, 300, 0)
    expect(reading.applications[0]?.measuredAt).toBe('none')
    expect(reading.problem).toMatchObject({
      reason: 'kube.podAnswers',
      params: { pod: 'cart-1', status: '503', at: expect.stringContaining(':8080/metrics') },
    })
  })
})

describe('ApplicationCounts', () => {
  const pod = (uid: string, lane: string, requests: number | null): PodReading => ({
    uid,
    startedAt: null,
    leaving: false,
    lanes: [lane],
    instrumented: requests !== null,
    byLane: requests === null ? null : new Map([[lane, new Map([['requests', requests]])]]),
  })
  const lanes = ['baseline', 'gray'].map((lane, colour) => ({ lane, colour, expected: null }))

  it('calls a version unknown, and all shares with it, when a pod of it stays silent', () => {
    const counts = new ApplicationCounts('cart', 600)
    counts.record(1000, 'pods', [pod('a', 'baseline', 10), pod('b', 'gray', 5)])
    counts.record(2000, 'pods', [pod('a', 'baseline', 30), pod('b', 'gray', null)])
    const early = describeTraffic(counts.reading(0), lanes)
    expect(early.map(({ requests }) => requests)).toEqual([20, 0])
    counts.record(7000, 'pods', [pod('a', 'baseline', 40), pod('b', 'gray', null)])
    const late = describeTraffic(counts.reading(0), lanes)
    expect(late.map(({ requests, share }) => [requests, share])).toEqual([
      [30, null],
      [null, null],
    ])
    counts.record(8000, 'pods', [pod('a', 'baseline', 40), pod('b', 'gray', 15)])
    expect(describeTraffic(counts.reading(0), lanes).map(({ requests, share }) => [requests, share])).toEqual(
      [
        [30, 0.75],
        [10, 0.25],
      ],
    )
  })
})
