import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { findOperationDetail } from '@/lib/db/operations'
import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { disconnect } from '@/lib/k8s/connect'
import { type FaultProxy, startFaultProxy } from '@/lib/k8s/fault-proxy'
import { parseKubeconfig } from '@/lib/k8s/parse-kubeconfig'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { loadCertificates } from '@/lib/sandbox/api/certificates'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { discoverApplications } from '@/lib/services/clusters/discover-applications'
import { registerCluster } from '@/lib/services/clusters/register-cluster'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { stopSampling } from '@/lib/traffic/scrape-source'
import { deleteLaneGroup } from './delete-lane-group'
import { planLaneGroup } from './plan-lane-group'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const namespace = 'mesh'
const letters = ['a', 'b', 'c']
let console: TestConsole
let runner: Runner
let proxy: FaultProxy
let folder: string
let unserved: string[] = []

const isUnserved = (asked: string) =>
  unserved.some((apiVersion) => new RegExp(`^/apis/${apiVersion}(/|\\?|$)`).test(asked))

beforeAll(async () => {
  console = await startTestConsole()
  folder = await mkdtemp(path.join(tmpdir(), 'lk-served-'))
  const tls = await loadCertificates(folder)
  const direct = parseKubeconfig(console.cluster.kubeconfig, { allowLoopback: true })
  if (!direct.ok) throw new Error(direct.problem.reason)
  proxy = await startFaultProxy({
    tls: { key: tls.key, cert: tls.certificate },
    upstream: { url: console.cluster.apiUrl, ca: direct.credentials.ca },
  })
  proxy.fault = ({ path: asked }) =>
    isUnserved(asked)
      ? { do: 'answer', status: 404, body: '404 page not found', headers: { 'content-type': 'text/plain' } }
      : undefined
  const config = parse(console.cluster.kubeconfig)
  config.clusters[0].cluster = {
    server: proxy.url,
    'certificate-authority-data': Buffer.from(tls.authority).toString('base64'),
  }
  const old = { name: 'old', kubeconfig: stringify(config), allowLoopback: true }
  await registerCluster(console.as('admin'), old)
  runner = await startRunner()
  const client = await clusterClient(console.as('admin'), { name: 'test' })
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
afterAll(async () => {
  stopSampling()
  await runner?.stop()
  const rows = (await console?.database.db.cluster.findMany({ select: { id: true } })) ?? []
  await Promise.all(rows.map(({ id }) => disconnect(id)))
  await proxy?.close()
  await console?.stop()
  await rm(folder, { recursive: true, force: true })
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

async function done(operation: { id: string }): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe('succeeded')
    },
    { timeout: 60_000, interval: 100 },
  )
}

/** From now on the cluster serves every version but these, and the console meets it anew. */
async function serveWithout(...versions: string[]): Promise<void> {
  unserved = versions
  const row = await console.database.db.cluster.findFirstOrThrow({ where: { name: 'old' } })
  await disconnect(row.id)
}

const version = (letter: string) => ({
  application: `spring-cloud-${letter}`,
  image: `registry.example.com/spring-cloud-${letter}:1.1.0`,
  replicas: 1,
  patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
})

describe.each([
  { provider: 'istio', api: 'networking.istio.io', settings: { subsets: 'subset' }, kind: 'VirtualService' },
  { provider: 'gateway-api', api: 'gateway.networking.k8s.io', settings: { mesh: true }, kind: 'HTTPRoute' },
])('on a cluster without $api/v1, $provider', ({ provider, api, settings, kind }) => {
  const group = `old-${provider}`
  const document = LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: group },
    spec: {
      cluster: 'old',
      namespace,
      convention: 'istio',
      applications: letters.map((letter) => ({
        name: `spring-cloud-${letter}`,
        deployment: `spring-cloud-${letter}`,
        service: { name: `spring-cloud-${letter}`, port: 80 },
      })),
      entries: [{ name: 'web', provider, application: 'spring-cloud-a', host: 'mesh.example.com', settings }],
      lanes: [{ tag: 'gray', versions: [version('a'), version('c')] }],
      rules: [
        {
          name: 'gray',
          match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
          targets: [{ lane: 'gray', weight: 100 }],
        },
      ],
    },
  })

  /** The lane of each link of the chain. */
  async function chain(): Promise<string[]> {
    const answer = await request(`${console.cluster.gateways[provider]}/a?group=gray`, {
      headers: { host: 'mesh.example.com' },
    })
    const text = await answer.body.text()
    expect(answer.statusCode, text).toBe(200)
    return text.split(' -> ').map((link) => /^[ABC](\w*)\[/.exec(link)?.[1] || 'baseline')
  }

  /** The versions in which objects of the group of kinds were written since the last look. */
  function written(): string[] {
    const paths = proxy.seen.filter(({ method }) => method !== 'GET').map(({ path: asked }) => asked)
    proxy.seen.length = 0
    const found = paths.flatMap((asked) => new RegExp(`^/apis/${api}/([^/]+)/`).exec(asked)?.[1] ?? [])
    return [...new Set(found)]
  }

  const planned = async () => {
    const plan = await planLaneGroup(console.as('operator'), { group })
    expect(plan.errors).toEqual([])
    expect(plan.conflicts).toEqual([])
    const routes = plan.changes.filter(({ object }) => object.apiVersion.startsWith(api))
    return routes.map(({ action, object }) => `${action} ${object.apiVersion} ${object.kind}`)
  }

  it('finds the doors and writes v1beta1', async () => {
    await serveWithout(`${api}/v1`)
    const operator = console.as('operator')
    const found = await discoverApplications(operator, { cluster: 'old', namespace })
    expect(found.entries).toContainEqual(
      expect.objectContaining({
        provider,
        object: expect.objectContaining({ apiVersion: `${api}/v1beta1` }),
      }),
    )
    await saveLaneGroup(operator, { name: group, document, ifRevision: null })
    expect(await planned()).toContain(`update ${api}/v1beta1 ${kind}`)
    proxy.seen.length = 0
    await done((await pushLaneGroup(operator, { group })).operation)
    expect(written()).toEqual(['v1beta1'])
    expect(await chain()).toEqual(['gray', 'baseline', 'gray'])
    expect([...new Set(await planned())].filter((line) => !line.startsWith('unchanged'))).toEqual([])
  })

  it('knows its objects when v1 is served, and v1beta1 is not any more', async () => {
    await serveWithout(`${api}/v1beta1`)
    const found = await discoverApplications(console.as('operator'), { cluster: 'old', namespace })
    expect(found.entries.map((door) => door.provider)).toContain(provider)
    const changes = await planned()
    expect(changes.length).toBeGreaterThan(1)
    expect(changes.filter((line) => !line.startsWith(`unchanged ${api}/v1 `))).toEqual([])
    proxy.seen.length = 0
    await done((await removeLane(console.as('operator'), { group, lane: 'gray' })).operation)
    expect(written()).toEqual(['v1'])
    await deleteLaneGroup(console.as('operator'), { group })
    expect(await chain()).toEqual(['baseline', 'baseline', 'baseline'])
  })
})
