import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { betweenRequests } from '@/lib/between-requests'
import { findOperationDetail } from '@/lib/db/operations'
import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { simulate } from '@/lib/domain/simulate'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { innerRouted } from '@/lib/providers/inner-routing'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { stopSampling } from '@/lib/traffic/scrape-source'
import { deleteLaneGroup } from './delete-lane-group'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const namespace = 'mesh'
const letters = ['a', 'b', 'c']
let console: TestConsole
let runner: Runner

beforeAll(async () => {
  console = await startTestConsole()
  runner = await startRunner()
  await clusterDo(async (client) => {
    for (const letter of letters) {
      const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: `spring-cloud-${letter}` }
      await client.jsonPatch(ref, [{ op: 'replace', path: '/spec/replicas', value: 1 }])
      await vi.waitFor(
        async () => expect((await client.get(ref)).status).toMatchObject({ readyReplicas: 1 }),
        20_000,
      )
    }
    await client.apply(httpRoute, { force: false })
  })
})
afterAll(async () => {
  stopSampling()
  await runner?.stop()
  await console?.stop()
})

const httpRoute: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'spring-cloud-a', namespace },
  spec: {
    parentRefs: [{ name: 'public', namespace: 'gateway-system' }],
    hostnames: ['mesh.example.com'],
    rules: [{ backendRefs: [{ name: 'spring-cloud-a', port: 80 }] }],
  },
}

async function clusterDo<T>(
  work: (client: Awaited<ReturnType<typeof clusterClient>>) => Promise<T>,
): Promise<T> {
  return work(await clusterClient(console.as('admin'), { name: 'test' }))
}

/** What people wrote of each object of the namespace. */
async function written(): Promise<Record<string, unknown>> {
  const kinds = [
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'v1', kind: 'Service' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
    { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' },
    { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule' },
  ]
  const lists = await clusterDo((client) =>
    Promise.all(kinds.map((kind) => client.list({ ...kind, namespace }))),
  )
  return Object.fromEntries(
    lists.flat().map(({ kind, metadata, spec }) => [`${kind}/${metadata.name}`, spec]),
  )
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

const quick = { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } }
const version = (letter: string) => ({
  application: `spring-cloud-${letter}`,
  image: `registry.example.com/spring-cloud-${letter}:1.1.0`,
  replicas: 1,
  patch: quick,
})
const lanes = [
  { tag: 'gray', versions: [version('a'), version('c')] },
  { tag: 'late', versions: [version('b')] },
]
const sent = (lane: string) => ({
  source: 'query' as const,
  name: 'group',
  operator: 'exact' as const,
  value: lane,
})

describe.each([
  { name: 'services', provider: 'istio', gateway: 'istio', settings: {} },
  { name: 'subsets', provider: 'istio', gateway: 'istio', settings: { subsets: 'subset' } },
  { name: 'open', provider: 'istio', gateway: 'istio', settings: { subsets: 'subset' }, tagPolicy: 'open' },
  { name: 'routes', provider: 'gateway-api', gateway: 'gateway-api', settings: { mesh: true } },
  { name: 'nobody', provider: 'istio', gateway: 'istio', settings: { mesh: false } },
])(
  'calls between applications, by $provider with $settings',
  ({ name, provider, gateway, settings, tagPolicy }) => {
    const group = `mesh-${name}`
    const document = LaneGroupDocument.parse({
      apiVersion: 'lanekeeper.io/v1',
      kind: 'LaneGroup',
      metadata: { name: group },
      spec: {
        cluster: 'test',
        namespace,
        convention: 'istio',
        ...(tagPolicy && { tagPolicy }),
        applications: letters.map((letter) => ({
          name: `spring-cloud-${letter}`,
          deployment: `spring-cloud-${letter}`,
          service: { name: `spring-cloud-${letter}`, port: 80 },
        })),
        entries: [
          { name: 'web', provider, application: 'spring-cloud-a', host: 'mesh.example.com', settings },
        ],
        lanes,
        rules: lanes.map(({ tag }) => ({
          name: tag,
          match: [[sent(tag)]],
          targets: [{ lane: tag, weight: 100 }],
        })),
      },
    })
    let before: Record<string, unknown>

    /** The lane of each link of the chain; a request that fails is an error. */
    async function chain(lane?: string): Promise<string[]> {
      const query = lane === undefined ? '' : `?group=${lane}`
      const answer = await request(`${console.cluster.gateways[gateway]}/a${query}`, {
        headers: { host: 'mesh.example.com' },
      })
      const text = await answer.body.text()
      expect(answer.statusCode, text).toBe(200)
      return text.split(' -> ').map((link) => /^[ABC](\w*)\[/.exec(link)?.[1] || 'baseline')
    }

    /** Asks all the time until the work is done: none fails, and one without a lane meets no lane's pod. */
    async function whileAsking(asked: readonly (string | undefined)[], work: () => Promise<void>) {
      let isDone = false
      const asking = (async () => {
        while (!isDone) {
          for (const lane of asked) {
            const answered = await chain(lane)
            if (lane === undefined) expect(answered).toEqual(['baseline', 'baseline', 'baseline'])
            await betweenRequests()
          }
        }
      })()
      await Promise.race([work(), asking])
      isDone = true
      await asking
    }

    it('goes where the simulator says, hop by hop, and nothing else does meanwhile', async () => {
      before = await written()
      const operator = console.as('operator')
      await saveLaneGroup(operator, { name: group, document, ifRevision: null })
      await whileAsking([undefined], async () => {
        await done((await pushLaneGroup(operator, { group })).operation)
      })
      for (const lane of ['gray', 'late', 'none']) {
        const sample = {
          entry: 'web',
          method: 'GET',
          path: '/a',
          headers: {},
          cookies: {},
          query: { group: lane },
        }
        const hops = simulate(document, sample, innerRouted).hops.map((hop) => hop.lane)
        for (let round = 0; round < 3; round++) expect(await chain(lane), lane).toEqual(hops)
      }
      const expected = name === 'nobody' ? ['gray', 'baseline', 'baseline'] : ['gray', 'baseline', 'gray']
      expect(await chain('gray')).toEqual(expected)
    })

    it('loses no request while the lanes go, and leaves everything as it was', async () => {
      await whileAsking(['gray', 'late', undefined], async () => {
        for (const { tag } of lanes)
          await done((await removeLane(console.as('operator'), { group, lane: tag })).operation)
      })
      await deleteLaneGroup(console.as('operator'), { group })
      expect(await chain('gray')).toEqual(['baseline', 'baseline', 'baseline'])
      expect(await written()).toEqual(before)
    })
  },
)
