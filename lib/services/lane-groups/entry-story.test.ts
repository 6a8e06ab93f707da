import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { betweenRequests } from '@/lib/between-requests'
import { findOperationDetail } from '@/lib/db/operations'
import type { Condition } from '@/lib/domain/condition'
import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument, type LaneGroupInput } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { RouteRule } from '@/lib/domain/route-rule'
import { simulate } from '@/lib/domain/simulate'
import { pick, randomFrom, randomRequest, values } from '@/lib/domain/testdata/random'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { unsupportedAt } from '@/lib/plan/check-routing'
import { findProvider } from '@/lib/providers/index'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { discoverApplications } from '@/lib/services/clusters/discover-applications'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { stopSampling } from '@/lib/traffic/scrape-source'

import { getTraffic } from './get-traffic'
import { probeEntry } from './probe-entry'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let console: TestConsole
let runner: Runner
let before: Record<string, unknown>

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  before = await written()
})
afterAll(async () => {
  stopSampling()
  await runner?.stop()
  await console?.stop()
})

const quick = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }
const version = (letter: string) => ({
  application: `spring-cloud-${letter}`,
  image: `registry.example.com/spring-cloud-${letter}:1.1.0`,
  replicas: 1,
  patch: quick,
})
/** `late` has no version of the entry's application: its requests carry the tag only. */
const lanes = [
  { tag: 'gray', versions: [version('a'), version('c')] },
  { tag: 'blue', versions: [version('a')] },
  { tag: 'late', versions: [version('c')] },
]
const plain: RequestSample = {
  entry: 'web',
  method: 'GET',
  path: '/A/a',
  headers: {},
  cookies: {},
  query: {},
}
const places = ['gray', 'blue', 'late', 'baseline'] as const

/** What people wrote of each object of the demo's namespace. */
async function written(): Promise<Record<string, unknown>> {
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  const kinds = [
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'v1', kind: 'Service' },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
    { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' },
  ]
  const lists = await Promise.all(kinds.map((kind) => client.list({ ...kind, namespace: 'default' })))
  return Object.fromEntries(
    lists.flat().map(({ kind, metadata, spec }) => {
      const { uid, labels = {}, annotations = {} } = metadata
      return [`${kind}/${metadata.name}`, { uid, labels, annotations, spec }]
    }),
  )
}

async function apply(object: KubeObject): Promise<void> {
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  await client.apply(object, { force: false })
}

async function remove({ apiVersion, kind, metadata }: KubeObject): Promise<void> {
  const client = await clusterClient(console.as('admin'), { name: 'test' })
  const ref = { apiVersion, kind, name: metadata.name, namespace: 'default' }
  const { uid = '' } = (await client.get(ref)).metadata
  await client.remove(ref, { uid, propagationPolicy: 'Background' })
}

async function done(operation: { id: string }): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
    },
    { timeout: 60_000, interval: 100 },
  )
}

/** Rules over a few names and values: AND-lists of headers, query parameters and, where they count, methods. */
function randomRules(random: () => number, many: boolean): RouteRule[] {
  const one = (source: 'header' | 'query', name: string): Condition => {
    const value = pick(random, values)
    if (random() < 0.3) return { source, name, operator: 'in', values: [value, pick(random, values)] }
    return { source, name, operator: 'exact', value }
  }
  const branch = (): Condition[] => {
    const first = one(pick(random, ['header', 'query'] as const), 'x-user')
    if (random() < 0.5) return [first]
    if (!many) return [one('header', 'x-user'), one('query', 'group')]
    const method = { source: 'method', operator: 'exact', value: pick(random, ['GET', 'POST']) } as const
    return [first, one('header', 'uid'), ...(random() < 0.3 ? [method] : [])]
  }
  const rules = Array.from(
    { length: 2 + Math.floor(random() * 2) },
    (_, index): RouteRule => ({
      name: `r${index}`,
      match: Array.from({ length: 1 + Math.floor(random() * 2) }, branch),
      targets: [{ lane: pick(random, places), weight: 100 }],
    }),
  )
  const everyone = { name: 'everyone', targets: [{ lane: pick(random, places), weight: 100 }] }
  return random() < 0.5 ? rules : [...rules, everyone]
}

/** Rules of the kinds that one canary can say. */
function canaryRules(random: () => number): RouteRule[] {
  const name = pick(random, ['x-user', 'uid'])
  const condition: Condition =
    random() < 0.5
      ? { source: 'header', name, operator: 'in', values: [pick(random, values), pick(random, values)] }
      : { source: 'header', name, operator: 'prefix', value: 'g' }
  return [{ name: 'r0', match: [[condition]], targets: [{ lane: 'gray', weight: 100 }] }]
}

type StoryLine = {
  id: string
  /** The gateway that serves it, and where it is counted what was served. */
  gateway: string
  measuredAt: 'gateway' | 'pods'
  host: string | null
  rulesOf: (random: () => number) => RouteRule[]
  seed: number
  /** The lanes that an entry can have at once. */
  among: readonly (typeof places)[number][]
  /** The user's route where the demo has none. */
  route?: KubeObject
}

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

const ofGateway = { measuredAt: 'gateway', host: 'example.com', among: places } as const
const lines: StoryLine[] = [
  { ...ofGateway, id: 'mse', gateway: 'mse', rulesOf: (random) => randomRules(random, false), seed: 11 },
  {
    ...ofGateway,
    id: 'gateway-api',
    gateway: 'gateway-api',
    rulesOf: (random) => randomRules(random, true),
    seed: 7,
  },
  {
    ...ofGateway,
    id: 'higress',
    gateway: 'higress',
    rulesOf: (random) => randomRules(random, true),
    seed: 5,
  },
  {
    ...ofGateway,
    id: 'istio',
    gateway: 'istio',
    rulesOf: (random) => randomRules(random, true),
    seed: 5,
  },
  // Its callers are governed: the application behind the load balancer. What it counts are the pods.
  {
    id: 'mse-agent',
    gateway: 'zuul-slb',
    host: null,
    rulesOf: (random) => randomRules(random, true),
    seed: 5,
    measuredAt: 'pods',
    among: places,
  },
  {
    ...ofGateway,
    id: 'ingress-nginx',
    gateway: 'ingress-nginx',
    rulesOf: canaryRules,
    seed: 5,
    among: ['gray', 'baseline'],
    route: canaryDoor,
  },
]

describe.each(lines)('an entry of provider $id', (line) => {
  const { id, gateway, host: ownHost, measuredAt, rulesOf, seed, among, route } = line
  const features = findProvider(id)?.features ?? new Set()
  let asFound: Record<string, unknown>

  beforeAll(async () => {
    if (route) await apply(route)
    asFound = await written()
  })
  afterAll(async () => {
    if (route) await remove(route)
    expect(await written()).toEqual(before)
  })

  const name = `on-${id}`
  let entry: NonNullable<LaneGroupInput['spec']['entries']>[number]
  let address: string
  let revision: number | null = null

  const documentOf = (rules: RouteRule[]) =>
    LaneGroupDocument.parse({ ...demoDocument(name, { entries: [entry], lanes, rules }) })

  async function push(document: LaneGroupDocument): Promise<void> {
    const operator = console.as('operator')
    const saved = await saveLaneGroup(operator, { name, document, ifRevision: revision })
    revision = saved.revision
    await done((await pushLaneGroup(operator, { group: name })).operation)
  }

  /** The lane of the chain that answers: of the first application, or of the last when only the tag is carried. */
  async function served({ method, headers, query }: RequestSample): Promise<string> {
    const url = `${address}/A/a?${new URLSearchParams(query)}`
    const answer = await request(url, {
      method: method as 'GET',
      headers: { ...headers, host: 'example.com' },
    })
    const [first = '', , last = ''] = (await answer.body.text()).split(' -> ')
    expect(answer.statusCode).toBe(200)
    return /^A(\w*)/.exec(first)?.[1] || /^C(\w*)/.exec(last)?.[1] || 'baseline'
  }

  /** Asks all the time until the work is done; each answer must be a 200. Gives the lanes that answered. */
  async function whileAsking(work: () => Promise<void>): Promise<Set<string>> {
    const seen = new Set<string>()
    let isDone = false
    const asking = (async () => {
      while (!isDone) {
        seen.add(await served(plain))
        await betweenRequests()
      }
    })()
    await Promise.race([work(), asking])
    isDone = true
    await asking
    return seen
  }

  it('is found in the demo with its address', async () => {
    const look = async () => {
      const { entries } = await discoverApplications(console.as('viewer'), {
        cluster: 'test',
        namespace: 'default',
      })
      const door = entries.find(({ provider }) => provider === id)
      expect(door?.addresses).toEqual([console.cluster.gateways[gateway]])
      return door
    }
    const found = await vi.waitFor(look, { timeout: 60_000, interval: 100 })
    const { host, paths = [], settings } = found ?? {}
    expect(found).toMatchObject({ application: 'spring-cloud-a', host: ownHost })
    address = found?.addresses[0] ?? ''
    entry = {
      name: 'web',
      provider: id,
      application: 'spring-cloud-a',
      ...(host && { host }),
      ...(paths.length > 0 && { paths }),
      ...(settings && { settings }),
    }
  })

  it('serves 200 random requests as the simulator says', async () => {
    const random = randomFrom(seed)
    const seen = new Map<string, number>()
    for (let round = 0; round < 4; round++) {
      let document = documentOf(rulesOf(random))
      const refused = () => document.spec.entries.some((own) => unsupportedAt(document, own).length > 0)
      while (refused()) document = documentOf(rulesOf(random))
      await push(document)
      for (let index = 0; index < 50; index++) {
        const sample = { ...randomRequest(random, 'web'), cookies: {} }
        const { lane } = simulate(document, sample)
        seen.set(lane, (seen.get(lane) ?? 0) + 1)
        expect(await served(sample), JSON.stringify({ sample, rules: document.spec.rules })).toBe(lane)
      }
    }
    expect([...seen.keys()].sort()).toEqual([...among].sort())
  })

  it('splits by weight, and the traffic page counts at the gateway what was served', async () => {
    const targets = [
      { lane: 'baseline', weight: 6 },
      { lane: 'gray', weight: 3 },
      { lane: 'blue', weight: 1 },
    ].filter(({ lane }) => among.some((one) => one === lane))
    const sum = targets.reduce((total, { weight }) => total + weight, 0)
    await push(documentOf([{ name: 'everyone', targets }]))
    const counts = async () => {
      const { applications } = await getTraffic(console.as('viewer'), { group: name, window: 300 })
      const first = applications.find(({ application }) => application === 'spring-cloud-a')
      expect(first?.measuredAt).toBe(measuredAt)
      return new Map(first?.versions.map(({ lane, requests, expected }) => [lane, { requests, expected }]))
    }
    const start = await counts()
    const tally = new Map<string, number>()
    for (let index = 0; index < 300; index++) {
      const lane = await served(plain)
      tally.set(lane, (tally.get(lane) ?? 0) + 1)
    }
    // Six standard deviations around each share of 300.
    for (const { lane, weight } of targets) {
      const share = weight / sum
      const deviation = Math.sqrt(300 * share * (1 - share))
      expect(Math.abs((tally.get(lane) ?? 0) - 300 * share)).toBeLessThan(6 * deviation)
      await vi.waitFor(async () => {
        const now = (await counts()).get(lane)
        expect(now?.expected).toBeCloseTo(share)
        expect((now?.requests ?? 0) - (start.get(lane)?.requests ?? 0)).toBe(tally.get(lane))
      }, 10_000)
    }
  })

  it.runIf(features.has('remove-tag'))(
    'removes a tag of the client’s own from unmatched requests',
    async () => {
      await push(documentOf([{ name: 'everyone', targets: [{ lane: 'baseline', weight: 100 }] }]))
      const forged = {
        entry: 'web',
        method: 'GET',
        path: '/A/a',
        headers: { 'x-mse-tag': 'late' },
        cookies: {},
        query: {},
      }
      expect(await served(forged)).toBe('baseline')
      const { tally } = await probeEntry(console.as('operator'), { group: name, request: forged, count: 3 })
      expect(tally).toMatchObject([{ lane: 'baseline', count: 3, expected: 1 }])
    },
  )

  it('loses no request while lanes take shares and are removed, and is left as it was, spec for spec', async () => {
    const shares = among.map((lane) => ({ lane, weight: 1 }))
    const seen = await whileAsking(async () => {
      await push(documentOf([{ name: 'everyone', targets: shares }]))
      const { entries } = await discoverApplications(console.as('viewer'), {
        cluster: 'test',
        namespace: 'default',
      })
      expect(entries.map(({ provider }) => provider)).toContain(id)
      const { responses } = await probeEntry(console.as('operator'), {
        group: name,
        request: plain,
        count: 5,
      })
      expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
      for (const { tag } of lanes) {
        await done((await removeLane(console.as('operator'), { group: name, lane: tag })).operation)
      }
    })
    expect(seen.size).toBe(among.length)
    expect(await written()).toEqual(asFound)
  })
})

describe('link pass-through of the first document', () => {
  const name = 'first-document'
  const rules: RouteRule[] = [
    {
      name: 'testers',
      match: [[{ source: 'query', name: 'name', operator: 'exact', value: 'xiaoming' }]],
      targets: [{ lane: 'gray', weight: 100 }],
    },
  ]
  const documentOf = (passTag: boolean, passing: 'active' | 'parked' = 'active') =>
    LaneGroupDocument.parse(
      demoDocument(name, {
        entries: [{ name: 'zuul', provider: 'mse-agent', application: 'spring-cloud-a' }],
        lanes: [{ tag: 'gray', passTag, state: passing, versions: [version('a'), version('b')] }],
        rules,
      }),
    )
  const sample = { ...plain, entry: 'zuul', query: { name: 'xiaoming' } }
  let revision: number | null = null

  /** The chain that answers, and the one that the simulator says. */
  async function chains(document: LaneGroupDocument): Promise<{ served: string; simulated: string }> {
    const operator = console.as('operator')
    revision = (await saveLaneGroup(operator, { name, document, ifRevision: revision })).revision
    await done((await pushLaneGroup(operator, { group: name })).operation)
    const answer = await request(`${console.cluster.gateways['zuul-slb']}/A/a?name=xiaoming`)
    const simulated = simulate(document, sample).hops.map(({ application, lane }) => {
      const letter = application.slice(-1).toUpperCase()
      return lane === 'baseline' ? letter : `${letter}${lane}`
    })
    return {
      served: (await answer.body.text()).replace(/\[[^\]]*\]/g, ''),
      simulated: simulated.join(' -> '),
    }
  }

  it.each([
    [true, 'active', 'Agray -> Bgray -> C'],
    [false, 'active', 'Agray -> B -> C'],
    [true, 'active', 'Agray -> Bgray -> C'],
    [true, 'parked', 'A -> B -> C'],
  ] as const)('passes the tag: %s, lane %s: %s', async (passTag, state, chain) => {
    expect(await chains(documentOf(passTag, state))).toEqual({ served: chain, simulated: chain })
  })

  it('keeps its rules while the lane is parked, and leaves nothing when it is removed', async () => {
    const client = await clusterClient(console.as('admin'), { name: 'test' })
    const routers = {
      apiVersion: 'traffic.opensergo.io/v1alpha1',
      kind: 'TrafficRouter',
      namespace: 'default',
    }
    const standing = async () => (await client.list(routers)).map(({ metadata }) => metadata.name)
    expect(await standing()).toEqual(['spring-cloud-a'])
    await done((await removeLane(console.as('operator'), { group: name, lane: 'gray' })).operation)
    expect(await standing()).toEqual([])
  })
})
