import { request } from 'undici'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { RouteRule } from '@/lib/domain/route-rule'
import { simulate } from '@/lib/domain/simulate'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let console: TestConsole
let runner: Runner
let revision: number | null = null

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
})
afterAll(async () => {
  await runner?.stop()
  await console?.stop()
})

const patch = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }
const version = { application: 'spring-cloud-a', image: 'registry.example.com/spring-cloud-a:1.1.0', patch }
const lanes = ['gray', 'blue'].map((tag) => ({ tag, versions: [version] }))
const entries = [{ name: 'web', provider: 'higress', application: 'spring-cloud-a', host: 'example.com' }]
const plugins = {
  apiVersion: 'extensions.higress.io/v1alpha1',
  kind: 'WasmPlugin',
  namespace: 'higress-system',
}

/** Nobody but the tag plugin can say these: a share of users, and users who stay. */
const rulesOf = (gray: number): RouteRule[] => [
  {
    name: 'guests',
    match: [[{ source: 'header', name: 'x-role', operator: 'in', values: ['guest', 'bot'] }]],
    targets: [{ lane: 'baseline', weight: 100 }],
  },
  {
    name: 'staff',
    match: [
      [
        { source: 'header', name: 'x-role', operator: 'exact', value: 'staff' },
        { source: 'query', name: 'beta', operator: 'percent', value: 50 },
      ],
    ],
    targets: [{ lane: 'blue', weight: 100 }],
  },
  {
    name: 'everyone',
    targets: [
      { lane: 'baseline', weight: 100 - gray },
      { lane: 'gray', weight: gray },
    ],
    sticky: { source: 'cookie', name: 'uid' },
  },
]

async function done(operation: { id: string }): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
    },
    { timeout: 60_000, interval: 100 },
  )
}

async function push(rules: RouteRule[]): Promise<LaneGroupDocument> {
  const document = LaneGroupDocument.parse(demoDocument('tagged', { entries, lanes, rules }))
  const operator = console.as('operator')
  const saved = await saveLaneGroup(operator, { name: 'tagged', document, ifRevision: revision })
  revision = saved.revision
  await done((await pushLaneGroup(operator, { group: 'tagged' })).operation)
  return document
}

async function served({ headers, query, cookies }: RequestSample): Promise<string> {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`)
  const answer = await request(`${console.cluster.gateways.higress}/a?${new URLSearchParams(query)}`, {
    headers: { ...headers, host: 'example.com', ...(cookie.length > 0 && { cookie: cookie.join('; ') }) },
  })
  expect(answer.statusCode).toBe(200)
  return /^A(\w*)/.exec(await answer.body.text())?.[1] || 'baseline'
}

const samples = Array.from({ length: 60 }, (_, index): RequestSample => {
  const role = ['guest', 'staff', undefined][index % 3]
  return {
    entry: 'web',
    method: 'GET',
    path: '/a',
    headers: { 'x-mse-tag': 'blue', ...(role && { 'x-role': role }) },
    cookies: index % 5 === 0 ? {} : { uid: `user-${index}` },
    query: index % 2 === 0 ? { beta: `b-${index}` } : {},
  }
})

it('serves percentages and sticky shares as the simulator says, and keeps users while they widen', async () => {
  const lanesSeen: string[][] = []
  for (const gray of [10, 60]) {
    const document = await push(rulesOf(gray))
    const seen = await Promise.all(samples.map(served))
    expect(seen).toEqual(samples.map((sample) => simulate(document, sample).lane))
    lanesSeen.push(seen)
  }
  const [narrow = [], wide = []] = lanesSeen
  expect(new Set(wide)).toEqual(new Set(['baseline', 'gray', 'blue']))
  expect(narrow.filter((lane, index) => lane === 'gray' && wide[index] !== 'gray')).toEqual([])
  expect(wide.filter((lane) => lane === 'gray').length).toBeGreaterThan(
    narrow.filter((lane) => lane === 'gray').length,
  )
})

it('has one plugin in the gateway’s own namespace, and takes it away with the last rule that needs it', async () => {
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  const [plugin, ...more] = await client.list(plugins)
  expect(more).toEqual([])
  expect(plugin?.metadata.labels).toMatchObject({ 'lanekeeper.io/group': 'tagged' })
  await push([{ name: 'everyone', targets: [{ lane: 'gray', weight: 100 }] }])
  expect(await client.list(plugins)).toEqual([])
  expect(await Promise.all(samples.slice(0, 5).map(served))).toEqual(Array(5).fill('gray'))
})

it('leaves nothing behind when its lanes are removed', async () => {
  await push(rulesOf(20))
  for (const { tag } of lanes) {
    await done((await removeLane(console.as('operator'), { group: 'tagged', lane: tag })).operation)
  }
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  expect(await client.list(plugins)).toEqual([])
  expect(await Promise.all(samples.slice(0, 5).map(served))).toEqual(Array(5).fill('baseline'))
})
