import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findOperationDetail, listOperationDetails } from '@/lib/db/operations'
import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument, type LaneGroupInput } from '@/lib/domain/lane-group'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { contextOf, type ServiceContext } from '@/lib/services/context'
import { getLaneGroup } from '@/lib/services/lane-groups/get-lane-group'
import { getTraffic } from '@/lib/services/lane-groups/get-traffic'
import { planLaneGroup } from '@/lib/services/lane-groups/plan-lane-group'
import { pushLaneGroup } from '@/lib/services/lane-groups/push-lane-group'
import { removeLane } from '@/lib/services/lane-groups/remove-lane'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { simulateRequest } from '@/lib/services/lane-groups/simulate-request'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { stopSampling } from '@/lib/traffic/scrape-source'
import { startRouteGuard } from './route-guard'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** The promise is 2 s; this is when the test gives up, on however busy a machine. */
const patienceMs = 15_000

let console: TestConsole
let runner: Runner
let client: ClusterClient
let system: ServiceContext
const guards: { stop(): void }[] = []
const measured: string[] = []

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  client = await clusterClient(console.as('admin'), { name: 'test' })
  system = contextOf({ kind: 'system', id: 'console', name: 'console', role: 'admin' })
  // Two consoles watch over the same groups.
  guards.push(startRouteGuard(system), startRouteGuard(system))
})
afterAll(async () => {
  stopSampling()
  for (const guard of guards) guard.stop()
  await runner?.stop()
  await console?.stop()
  process.stdout.write(`${measured.join('\n')}\n`)
})
const quick = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }
const gray = {
  tag: 'gray',
  versions: [
    {
      application: 'spring-cloud-a',
      image: 'registry.example.com/spring-cloud-a:1.1.0',
      replicas: 1,
      patch: quick,
    },
  ],
}
const testers: NonNullable<LaneGroupInput['spec']['rules']>[number] = {
  name: 'testers',
  match: [[{ source: 'header', name: 'x-user', operator: 'exact', value: 'gray' }]],
  targets: [{ lane: 'gray', weight: 100 }],
}
const half: NonNullable<LaneGroupInput['spec']['rules']> = [
  {
    name: 'everyone',
    targets: [
      { lane: 'baseline', weight: 50 },
      { lane: 'gray', weight: 50 },
    ],
  },
]
const onDemo = (entry: NonNullable<LaneGroupInput['spec']['entries']>[number], convention = 'mse' as const) =>
  demoDocument(`guarded-${entry.provider}`, { convention, entries: [entry], lanes: [gray], rules: [testers] })
const webAt = { name: 'web', application: 'spring-cloud-a', host: 'example.com' }

const canaryDoor: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'door', namespace: 'default' },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host: 'example.com',
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: 'spring-cloud-a', port: { number: 20001 } } },
            },
          ],
        },
      },
    ],
  },
}

type Line = {
  id: string
  gateway: string
  document: LaneGroupInput
  route?: KubeObject
  /** Some route changes; absent where the Service or the agent itself leaves pods that are not ready. */
  moves: boolean
  /** How the lane's workload is reached; absent: as the demo's `A`. */
  at?: { namespace: string; host: string; workload: string; laneOf: (body: string, pod: string) => string }
}
const paths = [{ path: '/', type: 'Prefix' as const }]
const lines: Line[] = [
  { id: 'mse', gateway: 'mse', moves: true, document: onDemo({ ...webAt, provider: 'mse', paths }) },
  {
    id: 'higress',
    gateway: 'higress',
    moves: true,
    document: onDemo({ ...webAt, provider: 'higress', paths }),
  },
  {
    id: 'gateway-api',
    gateway: 'gateway-api',
    moves: true,
    document: onDemo({ ...webAt, provider: 'gateway-api', paths }),
  },
  { id: 'istio', gateway: 'istio', moves: true, document: onDemo({ ...webAt, provider: 'istio', paths }) },
  {
    id: 'ingress-nginx',
    gateway: 'ingress-nginx',
    moves: true,
    route: canaryDoor,
    document: onDemo({ ...webAt, provider: 'ingress-nginx', paths }),
  },
  {
    id: 'mse-agent',
    gateway: 'zuul-slb',
    moves: false,
    document: onDemo({ name: 'web', application: 'spring-cloud-a', provider: 'mse-agent' }),
  },
  {
    id: 'ack-weight',
    gateway: 'ack-weight',
    moves: true,
    document: {
      apiVersion: 'lanekeeper.io/v1',
      kind: 'LaneGroup',
      metadata: { name: 'guarded-ack-weight' },
      spec: {
        cluster: 'test',
        namespace: 'bluegreen',
        convention: 'plain',
        applications: [{ name: 'echo', deployment: 'old-nginx', service: { name: 'old-nginx', port: 80 } }],
        entries: [
          {
            name: 'web',
            provider: 'ack-weight',
            application: 'echo',
            host: 'mini-echo.io',
            paths: [{ path: '/' }],
            settings: { legacy: 'aliyun-weight' },
          },
        ],
        lanes: [
          {
            tag: 'gray',
            versions: [
              {
                application: 'echo',
                image: 'registry.cn-hangzhou.aliyuncs.com/xianlu/new-nginx',
                name: 'new-nginx',
                replicas: 1,
                patch: quick,
              },
            ],
          },
        ],
        rules: half,
      },
    },
    at: {
      namespace: 'bluegreen',
      host: 'mini-echo.io',
      workload: 'new-nginx',
      laneOf: (body) => (body.trim() === 'new' ? 'gray' : 'baseline'),
    },
  },
  {
    id: 'kubernetes',
    gateway: 'zuul-slb',
    moves: false,
    document: {
      apiVersion: 'lanekeeper.io/v1',
      kind: 'LaneGroup',
      metadata: { name: 'guarded-kubernetes' },
      spec: {
        cluster: 'test',
        namespace: 'default',
        convention: 'shared',
        applications: [
          {
            name: 'spring-cloud-zuul',
            deployment: 'spring-cloud-zuul',
            service: { name: 'zuul-slb', port: 80 },
          },
        ],
        entries: [{ name: 'service', provider: 'kubernetes', application: 'spring-cloud-zuul' }],
        lanes: [
          {
            tag: 'gray',
            versions: [
              {
                application: 'spring-cloud-zuul',
                image: 'registry.example.com/spring-cloud-zuul:1.1.0',
                patch: quick,
              },
            ],
          },
        ],
        rules: half,
      },
    },
    at: {
      namespace: 'default',
      host: 'example.com',
      workload: 'spring-cloud-zuul-gray',
      laneOf: (_body, pod) => (pod.startsWith('spring-cloud-zuul-gray-') ? 'gray' : 'baseline'),
    },
  },
]

async function done(operation: { id: string }): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
    },
    { timeout: 60_000, interval: 50 },
  )
}

const demo = {
  namespace: 'default',
  host: 'example.com',
  workload: 'spring-cloud-a-gray',
  laneOf: (body: string) => /^A(\w*)/.exec(body)?.[1] || 'baseline',
}
const placeOf = (line: Line): NonNullable<Line['at']> => line.at ?? demo

/** What somebody with kubectl does. */
async function scale(line: Line, replicas: number): Promise<void> {
  const { workload: name, namespace } = placeOf(line)
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { replicas },
  }
  await client.apply(deployment, { force: true, manager: 'kubectl' })
}

async function readyOf(line: Line): Promise<number> {
  const { workload: name, namespace } = placeOf(line)
  const deployment = await client.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name })
  return Number(at(deployment, 'status', 'readyReplicas') ?? 0)
}

type Answer = { status: number; lane: string }

async function answer(line: Line): Promise<Answer> {
  const { host, laneOf } = placeOf(line)
  const path = line.at ? '/' : '/A/a'
  const { statusCode, body, headers } = await request(`${console.cluster.gateways[line.gateway]}${path}`, {
    headers: { host, 'x-user': 'gray' },
    reset: line.id === 'kubernetes',
  })
  return { status: statusCode, lane: laneOf(await body.text(), String(headers['x-pod'])) }
}

/** A demo that stands ready without pods. */
async function wake(namespace: string, name: string): Promise<void> {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }
  await client.jsonPatch(ref, [{ op: 'replace', path: '/spec/replicas', value: 1 }])
  await vi.waitFor(async () => expect(at(await client.get(ref), 'status', 'readyReplicas')).toBe(1), 30_000)
}

/** So many answers of the baseline in a row mean that no share goes to the lane. */
const enough = 16

/** Asks until only that answers, with 200; gives milliseconds from when `since` came true, and what else was answered. */
async function until(
  line: Line,
  lane: 'gray' | 'baseline',
  since: () => Promise<boolean>,
): Promise<{ ms: number; at: number; statuses: number[] }> {
  const end = performance.now() + patienceMs
  const statuses: number[] = []
  let from: number | null = null
  let row = 0
  let reached = 0
  let at = 0
  for (;;) {
    if (from === null && (await since())) {
      from = performance.now()
      at = Date.now()
    }
    const given = await answer(line)
    statuses.push(given.status)
    const isIt = from !== null && given.status === 200 && given.lane === lane
    if (isIt && row === 0) reached = performance.now()
    row = isIt ? row + 1 : 0
    if (from !== null && row >= (lane === 'gray' ? 1 : enough)) return { ms: reached - from, at, statuses }
    if (performance.now() > end) throw new Error(`${line.id}: still ${JSON.stringify(given)}`)
  }
}

const guardOperations = async (groupName: string) =>
  (await listOperationDetails(console.database.db, { groupName, limit: 50 })).filter(
    ({ kind }) => kind === 'guard',
  )

async function allQuiet(group: string, count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const operations = await guardOperations(group)
      expect(operations.map(({ state }) => state)).toEqual(Array(count).fill('succeeded'))
    },
    { timeout: patienceMs, interval: 50 },
  )
}

describe.each(lines)('a lane whose last pod goes, behind $id', (line) => {
  beforeAll(async () => {
    if (line.id === 'ack-weight') await wake('bluegreen', 'old-nginx')
    if (line.route) await client.apply(line.route, { force: false, manager: 'kubectl' })
  })
  afterAll(async () => {
    if (!line.route) return
    const { apiVersion, kind, metadata } = line.route
    const ref = { apiVersion, kind, namespace: 'default', name: metadata.name }
    const { uid = '' } = (await client.get(ref)).metadata
    await client.remove(ref, { uid, propagationPolicy: 'Background' })
  })

  it('leaves the routes within moments, and comes back when it is ready', async () => {
    const operator = console.as('operator')
    const group = line.document.metadata.name
    const document = LaneGroupDocument.parse(line.document)
    await saveLaneGroup(operator, { name: group, document, ifRevision: null })
    await done((await pushLaneGroup(operator, { group })).operation)
    await until(line, 'gray', async () => true)

    await scale(line, 0)
    const left = await until(line, 'baseline', async () => (await readyOf(line)) === 0)
    await allQuiet(group, line.moves ? 1 : 0)
    await scale(line, 1)
    const back = await until(line, 'gray', async () => (await readyOf(line)) >= 1)
    await allQuiet(group, line.moves ? 2 : 0)
    // On the way back no request meets a pod that is not ready.
    expect(new Set(back.statuses)).toEqual(new Set([200]))
    const [, out] = await guardOperations(group)
    const routes = out ? `${Date.parse(out.finishedAt ?? '') - left.at} ms` : 'no route moves'
    measured.push(
      `${line.id}: without ready pods 200 again after ${left.ms.toFixed(0)} ms (routes ${routes}), back after ${back.ms.toFixed(0)} ms`,
    )

    const touched = (await guardOperations(group)).flatMap(({ steps }) =>
      steps.flatMap(({ objects }) => objects.filter(({ result }) => result !== 'unchanged')),
    )
    expect(touched.filter(({ ref }) => ref.kind === 'Deployment' || ref.kind === 'Service')).toEqual([])
    const events = await console.database.db.auditEvent.findMany({
      where: { action: 'start-guard', targetName: group },
    })
    expect(events.map(({ actorKind }) => actorKind)).toEqual(line.moves ? ['system', 'system'] : [])

    await done((await removeLane(operator, { group, lane: 'gray' })).operation)
  })
})

describe('a share that the pods of a lane cannot carry', () => {
  const line: Line = {
    id: 'capacity',
    gateway: 'mse',
    moves: true,
    document: demoDocument('guarded-share', {
      entries: [{ ...webAt, provider: 'mse', paths }],
      lanes: [gray],
      rules: half,
    }),
  }
  const group = 'guarded-share'
  const weight = async () => {
    const ref = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'default' }
    const canary = await client.find({ ...ref, name: 'spring-cloud-a-gray' })
    return canary?.metadata.annotations?.['nginx.ingress.kubernetes.io/canary-weight']
  }
  const soon = (wanted: string) =>
    vi.waitFor(async () => expect(await weight()).toBe(wanted), { timeout: patienceMs, interval: 50 })

  it('is cut while they are few, said with the numbers, and given back when there are more', async () => {
    const operator = console.as('operator')
    const stable = { ...line, at: { ...demo, workload: 'spring-cloud-a' } }
    const wanted = Number(
      at(
        await client.get({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'default',
          name: 'spring-cloud-a',
        }),
        'spec',
        'replicas',
      ),
    )
    const document = LaneGroupDocument.parse(line.document)
    await saveLaneGroup(operator, { name: group, document, ifRevision: null })
    await done((await pushLaneGroup(operator, { group })).operation)
    expect(await weight()).toBe('50')

    // The baseline is scaled up by somebody: one pod of the lane is now too few for half of what eight carry.
    await scale(stable, 8)
    await soon('25')
    const { limits } = await simulateRequest(operator, {
      group,
      request: { entry: 'web', method: 'GET', path: '/A/a', headers: {}, cookies: {}, query: {} },
    })
    expect(limits).toMatchObject([{ lane: 'gray', wanted: 0.5, given: 0.25, ready: 1, pods: 8, ratio: 2 }])
    const { status } = await getLaneGroup(operator, { group })
    expect(status.lanes).toMatchObject([{ tag: 'gray', share: 0.25, limits }])
    const { applications } = await getTraffic(operator, { group })
    expect(applications[0]?.versions).toMatchObject([
      { lane: 'baseline', expected: 0.75 },
      { lane: 'gray', expected: 0.25 },
    ])
    const { notices, changes } = await planLaneGroup(operator, { group })
    expect(notices.map(({ code }) => code)).toContain('Capacity')
    expect(changes.filter(({ phase, action }) => phase === 'route' && action !== 'unchanged')).toEqual([])

    await scale(line, 2)
    await soon('50')
    await scale(line, 1)
    await soon('25')
    await scale(stable, wanted)
    await soon('50')
    await done((await removeLane(operator, { group, lane: 'gray' })).operation)
  })
})
