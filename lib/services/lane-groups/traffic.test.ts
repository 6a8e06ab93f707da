import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { getCluster } from '@/lib/db/clusters'
import { getLaneGroup, insertLaneGroup, markPushed } from '@/lib/db/lane-groups'
import { createTestDatabase, serveFrom, type TestDatabase } from '@/lib/db/test-database'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { startTestCluster, type TestCluster } from '@/lib/k8s/test-cluster'
import { buildDesired } from '@/lib/plan/desired'
import { plan } from '@/lib/plan/plan'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { registerCluster } from '@/lib/services/clusters/register-cluster'
import type { ServiceContext } from '@/lib/services/context'
import { sampledGroups, stopSampling } from '@/lib/traffic/scrape-source'
import { say } from '@/lib/words/sentence'
import { getTraffic } from './get-traffic'
import { startKeepingTraffic } from './keep-traffic'
import { probeEntry } from './probe-entry'
import { simulateRequest } from './simulate-request'

const document = mall()
const plain = { entry: 'web', method: 'GET', path: '/A/a', headers: {}, cookies: {}, query: {} }
const tester = { ...plain, query: { group: 'gray' } }

let database: TestDatabase
let cluster: TestCluster
let client: ClusterClient
const contextOf = (role: 'viewer' | 'operator' | 'admin'): ServiceContext => ({
  db: database.db,
  actor: { kind: 'user', id: 'u', name: 'test', role },
  now: () => new Date(),
  requestId: 'test',
  language: 'en',
})

beforeAll(async () => {
  ;[database, cluster] = await Promise.all([createTestDatabase(), startTestCluster()])
  serveFrom(database)
  const ctx = contextOf('admin')
  await registerCluster(ctx, { name: 'sandbox', kubeconfig: cluster.kubeconfig, allowLoopback: true })
  await save(document)
  client = await clusterClient(ctx, { name: 'sandbox' })
  await openLane()
})
afterAll(async () => {
  stopSampling()
  await client?.close()
  await cluster?.stop()
  await database?.drop()
})

async function save(document: LaneGroupDocument): Promise<void> {
  const { id } = await getCluster(database.db, document.spec.cluster)
  const change = { document, clusterId: id, at: new Date(), by: 'test' }
  await database.db.$transaction((tx) => insertLaneGroup(tx, change))
}

/** Puts the lane on the cluster as a push would: workloads, until they are available, then the rest. */
async function openLane(): Promise<void> {
  const kinds = [
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'v1', kind: 'Service' },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  ]
  const lists = await Promise.all(kinds.map((kind) => client.list({ ...kind, namespace: 'default' })))
  const live = { objects: lists.flat(), owned: [], edits: [] }
  const desired = buildDesired({
    document,
    live,
    installation: 'test',
    revision: 1,
    readiness: 'assumed',
  })
  const { changes, errors } = plan(desired, live)
  expect(errors).toEqual([])
  for (const change of changes) {
    if (change.patch) await client.jsonPatch(change.object, change.patch)
    else if (change.apply) await client.apply(change.apply, { force: true })
    if (change.phase === 'workload') await vi.waitUntil(() => isAvailable(change.object.name), 15_000)
  }
}

async function isAvailable(name: string): Promise<boolean> {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name }
  const { status } = (await client.get(ref)) as KubeObject & { status?: { availableReplicas?: number } }
  return (status?.availableReplicas ?? 0) > 0
}

async function send(count: number, path: string): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    const answer = await request(`${cluster.gateways.mse}${path}`, { headers: { host: 'example.com' } })
    expect(answer.statusCode).toBe(200)
    await answer.body.dump()
  }
}

const look = () => getTraffic(contextOf('viewer'), { group: 'mall', window: 300 })
async function requests(): Promise<Record<string, Record<string, number | null>>> {
  const { applications } = await look()
  return Object.fromEntries(
    applications.map(({ application, versions }) => [
      application,
      Object.fromEntries(versions.map((version) => [version.lane, version.requests])),
    ]),
  )
}

describe('traffic of the demo', () => {
  it('follows new requests within 2 s, to the last one', async () => {
    await send(1, '/A/a')
    const before = await requests()
    await send(37, '/A/a')
    await send(11, '/A/a?group=gray')
    const sentAt = performance.now()
    const plus = (application: string, lane: string, more: number) =>
      (before[application]?.[lane] ?? Number.NaN) + more
    const expected = {
      'spring-cloud-a': {
        baseline: plus('spring-cloud-a', 'baseline', 37),
        gray: plus('spring-cloud-a', 'gray', 11),
      },
      'spring-cloud-b': { baseline: plus('spring-cloud-b', 'baseline', 48) },
      'spring-cloud-c': {
        baseline: plus('spring-cloud-c', 'baseline', 37),
        gray: plus('spring-cloud-c', 'gray', 11),
      },
    }
    await expect.poll(requests, { timeout: 2000 }).toEqual(expected)
    expect(performance.now() - sentAt).toBeLessThan(2000)
  })

  it('says where it was measured, and shares beside the configured ones', async () => {
    const view = await look()
    expect(view).toMatchObject({ source: 'scrape', windowSeconds: 300, problem: null })
    expect(Date.now() - Date.parse(view.asOf ?? '')).toBeLessThan(2000)
    expect(view.applications.map(({ measuredAt }) => measuredAt)).toEqual(['gateway', 'pods', 'pods'])
    for (const { versions } of view.applications) {
      const shares = versions.map(({ share }) => share ?? Number.NaN)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
      for (const version of versions) {
        const [low, high] = version.interval ?? [Number.NaN, Number.NaN]
        expect(version.share).toBeGreaterThanOrEqual(low)
        expect(version.share).toBeLessThanOrEqual(high)
        expect(version).toMatchObject({ errorRate: 0, enough: false })
        expect(version.p50).toBeLessThanOrEqual(version.p99 ?? Number.NaN)
      }
    }
    const [a, b] = view.applications
    expect(a?.versions.map(({ lane, colour, expected }) => [lane, colour, expected])).toEqual([
      ['baseline', -1, null],
      ['gray', 0, null],
    ])
    expect(b?.versions.map(({ expected, share }) => [expected, share])).toEqual([[1, 1]])
  })

  it('says in words that a cluster cannot be reached, and gives no zeros', async () => {
    const ctx = contextOf('admin')
    const kubeconfig = cluster.kubeconfig.replace(/server: \S+/, 'server: https://127.0.0.1:1')
    await registerCluster(ctx, { name: 'away', kubeconfig, allowLoopback: true })
    const far = { ...document, metadata: { name: 'far' }, spec: { ...document.spec, cluster: 'away' } }
    await save(far)
    const view = await getTraffic(contextOf('viewer'), { group: 'far', window: 60 })
    expect(view).toMatchObject({ asOf: null, source: 'none', coveredSeconds: 0 })
    expect(view.problem).toMatch(/away/)
    expect(view.applications[0]).toMatchObject({
      measuredAt: 'none',
      versions: [
        { lane: 'baseline', requests: null, rps: null, share: null },
        { lane: 'gray', requests: null },
      ],
    })
    await (await clusterClient(ctx, { name: 'away' })).close()
  })

  it('measures what was pushed though nobody looks', async () => {
    await save({ ...document, metadata: { name: 'kept' } })
    await save({ ...document, metadata: { name: 'draft' } })
    const { id } = await getLaneGroup(database.db, 'kept')
    await database.db.$transaction((tx) => markPushed(tx, id, 1))
    const keeping = startKeepingTraffic(contextOf('admin'))
    const isSampled = (name: string) => sampledGroups().some((group) => group.endsWith(`/${name}`))
    await vi.waitUntil(() => isSampled('kept'), 5000)
    expect(isSampled('draft')).toBe(false)
    keeping.stop()
    expect(sampledGroups()).toEqual([])
  })

  it('refuses windows and groups that are not there', async () => {
    await expect(getTraffic(contextOf('viewer'), { group: 'mall', window: 1 })).rejects.toMatchObject({
      code: 'Invalid',
    })
    await expect(getTraffic(contextOf('viewer'), { group: 'none' })).rejects.toMatchObject({
      code: 'NotFound',
    })
  })
})

describe('simulateRequest', () => {
  it('says what the gateway then does', async () => {
    const simulated = await simulateRequest(contextOf('viewer'), { group: 'mall', request: tester })
    const { responses } = await probeEntry(contextOf('operator'), {
      group: 'mall',
      request: tester,
      count: 1,
    })
    expect(simulated.rule).toBe('testers')
    expect(responses[0]?.hops.map(({ application, lane }) => [application, lane])).toEqual(
      simulated.hops.map(({ application, lane }) => [application, lane]),
    )
  })

  it('takes a document that is not saved', async () => {
    const unsaved = { ...document, spec: { ...document.spec, rules: [] } }
    const simulated = await simulateRequest(contextOf('viewer'), {
      group: 'mall',
      request: tester,
      document: unsaved,
    })
    expect(simulated).toMatchObject({ rule: null, lane: 'baseline' })
  })

  it('names an entry that is not there', async () => {
    const request = { ...plain, entry: 'other' }
    await expect(simulateRequest(contextOf('viewer'), { group: 'mall', request })).rejects.toMatchObject({
      code: 'Invalid',
      fields: { entry: [say('checks.oneOf', { values: 'web' })] },
    })
  })
})

describe('probeEntry', () => {
  it('sends real requests and tallies the lanes that answered', async () => {
    const { responses, tally } = await probeEntry(contextOf('operator'), {
      group: 'mall',
      request: tester,
      count: 5,
    })
    expect(tally).toEqual([
      {
        lane: 'gray',
        count: 5,
        share: 1,
        interval: [expect.any(Number), 1],
        expected: 1,
        fits: true,
        enough: false,
      },
    ])
    expect(responses[0]?.status).toBe(200)
    expect(responses[0]?.body).toMatch(
      /^Agray\[[\d.]+\]\[config=base\] -> B\[[\d.]+\] -> Cgray\[[\d.]+\]\s*$/,
    )
  })

  it('tells versions where the caller says they stand, beside what the rules lead to expect', async () => {
    const ask = (more: object) =>
      probeEntry(contextOf('operator'), { group: 'mall', request: plain, count: 4, ...more })
    const version = { by: 'regex', pattern: '^A(\\w*)\\[' }
    expect(await ask({ request: tester, version })).toMatchObject({
      host: 'example.com',
      address: cluster.gateways.mse,
      versions: [{ version: 'gray', count: 4, lanes: ['gray'], untold: 0 }],
      expected: { rule: 'testers', pushed: false, shares: [{ lane: 'gray', share: 1 }] },
    })
    const told = await ask({ version, means: [{ version: '', lane: 'gray' }] })
    expect(told.responses[0]?.version).toBe('')
    expect(told.tally.find(({ lane }) => lane === 'gray')).toMatchObject({ count: 4, fits: false })
    for (const refused of [
      { means: [{ version: 'V3', lane: 'gray' }] },
      { version, means: [{ version: 'V3', lane: 'blue' }] },
      {
        version,
        means: [
          { version: null, lane: 'gray' },
          { version: null, lane: 'baseline' },
        ],
      },
    ])
      await expect(ask(refused)).rejects.toMatchObject({ code: 'Invalid' })
  })

  it('is for operators only and stays within its limits', async () => {
    const input = { group: 'mall', request: plain, count: 1 }
    await expect(probeEntry(contextOf('viewer'), input)).rejects.toMatchObject({ code: 'Forbidden' })
    await expect(probeEntry(contextOf('operator'), { ...input, count: 1001 })).rejects.toMatchObject({
      code: 'Invalid',
    })
    const elsewhere = { ...input, request: { ...plain, host: 'other.example' } }
    await expect(probeEntry(contextOf('operator'), elsewhere)).rejects.toMatchObject({ code: 'Invalid' })
  })

  it('refuses loopback unless the cluster is allowed to be there', async () => {
    const where = { name: 'sandbox' }
    await database.db.cluster.update({ where, data: { allowLoopback: false } })
    try {
      await expect(
        probeEntry(contextOf('operator'), { group: 'mall', request: plain, count: 1 }),
      ).rejects.toMatchObject({ code: 'Invalid' })
    } finally {
      await database.db.cluster.update({ where, data: { allowLoopback: true } })
    }
  })
})
