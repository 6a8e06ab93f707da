import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { request } from 'undici'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { betweenRequests } from '@/lib/between-requests'
import { findOperationDetail } from '@/lib/db/operations'
import { listOwnedObjects } from '@/lib/db/owned-objects'
import { asObject, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument, type LaneGroupInput } from '@/lib/domain/lane-group'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Fault, type FaultProxy, type Seen, startFaultProxy } from '@/lib/k8s/fault-proxy'
import { parseKubeconfig } from '@/lib/k8s/parse-kubeconfig'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterPicture } from '@/lib/operations/test-picture'
import { loadCertificates } from '@/lib/sandbox/api/certificates'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { registerCluster } from '@/lib/services/clusters/register-cluster'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { abortLane } from './abort-lane'
import { deleteLaneGroup } from './delete-lane-group'
import { getLaneGroup } from './get-lane-group'
import { planLaneGroup } from './plan-lane-group'
import { promoteLane } from './promote-lane'
import { pushLaneGroup } from './push-lane-group'
import { removeLane } from './remove-lane'
import { rollBack } from './roll-back'
import { saveLaneGroup } from './save-lane-group'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const lane = 'new'
const image = (name: string) => `registry.cn-hangzhou.aliyuncs.com/xianlu/${name}`

let console: TestConsole
let runner: Runner
let client: ClusterClient
let proxy: FaultProxy
let folder: string

const operator = () => console.as('operator')

type Started = { operation: { id: string } }
type Line = {
  id: string
  namespace: string
  host: string
  plural: string
  route: Pick<KubeObject, 'apiVersion' | 'kind' | 'spec'>
  settings?: Record<string, unknown>
  /** The field of a route that is one list of rules. */
  list?: string
  /** Labels of its namespace. */
  labels?: Record<string, string>
  /** Which writes a switch is aborted at: the patch of the route that the server never gets, the one that it has got, and the one after it. */
  aborts: readonly ('before' | 'at' | 'after')[]
  /** How its story ends: the lane is removed and all is as it was, or the group is deleted and the switch stays. */
  end: 'remove' | 'delete'
}

function ingress(id: string, ingressClassName?: string): Pick<Line, 'plural' | 'route'> {
  const backend = { service: { name: 'old-nginx', port: { number: 80 } } }
  const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] }
  const spec = { ...(ingressClassName && { ingressClassName }), rules: [{ host: `${id}.example.com`, http }] }
  return { plural: 'ingresses', route: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec } }
}

const line = (id: string, own: Pick<Line, 'plural' | 'route'> & Partial<Line>): Line => ({
  id,
  namespace: `switch-${id}`,
  host: `${id}.example.com`,
  aborts: ['at'],
  end: 'remove',
  ...own,
})

const lines: readonly Line[] = [
  line('mse', ingress('mse', 'mse')),
  line('higress', ingress('higress', 'higress')),
  line('ingress-nginx', ingress('ingress-nginx', 'nginx')),
  line('istio', {
    aborts: ['before', 'at', 'after'],
    plural: 'virtualservices',
    list: 'http',
    route: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      spec: {
        hosts: ['istio.example.com'],
        gateways: ['istio-system/public'],
        http: [{ route: [{ destination: { host: 'old-nginx', port: { number: 80 } } }] }],
      },
    },
  }),
  line('gateway-api', {
    plural: 'httproutes',
    list: 'rules',
    route: {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      spec: {
        parentRefs: [{ name: 'public', namespace: 'gateway-system' }],
        hostnames: ['gateway-api.example.com'],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            backendRefs: [{ name: 'old-nginx', port: 80 }],
          },
        ],
      },
    },
  }),
  line('ack-weight', {
    ...ingress('ack-weight'),
    labels: { 'ingress-controller': 'ack-nginx' },
    settings: { legacy: 'aliyun-weight' },
    aborts: ['before', 'at', 'after'],
    end: 'delete',
  }),
]

/** The user's own: a Deployment, its Service, and a route to it. */
const demoOf = ({ namespace, route, labels: marks = {} }: Line): KubeObject[] => {
  const labels = { run: 'old-nginx' }
  const containers = [{ name: 'old-nginx', image: image('old-nginx'), ports: [{ containerPort: 80 }] }]
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: marks } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace, name: 'old-nginx', labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name: 'old-nginx', labels },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 80 }] },
    },
    { ...route, metadata: { namespace, name: 'echo' } },
  ]
}

beforeAll(async () => {
  console = await startTestConsole()
  client = await clusterClient(console.as('admin'), { name: 'test' })
  folder = await mkdtemp(path.join(tmpdir(), 'lk-switch-'))
  const tls = await loadCertificates(folder)
  const direct = parseKubeconfig(console.cluster.kubeconfig, { allowLoopback: true })
  if (!direct.ok) throw new Error(direct.problem.reason)
  proxy = await startFaultProxy({
    tls: { key: tls.key, cert: tls.certificate },
    upstream: { url: console.cluster.apiUrl, ca: direct.credentials.ca },
  })
  proxy.fault = holding
  const config = parse(console.cluster.kubeconfig)
  config.clusters[0].cluster = {
    server: proxy.url,
    'certificate-authority-data': Buffer.from(tls.authority).toString('base64'),
  }
  const kubeconfig = stringify(config)
  await registerCluster(console.as('admin'), { name: 'prod', kubeconfig, allowLoopback: true })
  runner = await startRunner()
  for (const one of lines)
    for (const object of demoOf(one)) await client.apply(object, { force: false, manager: 'kubectl' })
})
afterAll(async () => {
  await runner?.stop()
  await proxy?.close()
  await console?.stop()
  if (folder) await rm(folder, { recursive: true })
})

function documentOf({ id, host, namespace, settings }: Line): LaneGroupDocument {
  const input: LaneGroupInput = {
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: `switch-${id}` },
    spec: {
      cluster: 'prod',
      namespace,
      convention: 'plain',
      applications: [{ name: 'echo', deployment: 'old-nginx', service: { name: 'old-nginx', port: 80 } }],
      entries: [
        {
          name: 'web',
          provider: id,
          application: 'echo',
          host,
          paths: [{ path: '/' }],
          ...(settings && { settings }),
        },
      ],
      lanes: [
        {
          tag: lane,
          versions: [{ application: 'echo', image: image('new-nginx'), name: 'new-nginx', replicas: 1 }],
        },
      ],
      rules: [
        {
          name: 'everyone',
          targets: [
            { lane: 'baseline', weight: 50 },
            { lane, weight: 50 },
          ],
        },
      ],
    },
  }
  return LaneGroupDocument.parse(input)
}

async function until({ operation }: Started, state: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const detail = await findOperationDetail(console.database.db, operation.id)
      expect(detail?.state, JSON.stringify(detail?.error)).toBe(state)
    },
    { timeout: 90_000, interval: 50 },
  )
}
const done = (started: Started) => until(started, 'succeeded')

async function answer({ id, host }: Line): Promise<string> {
  const { statusCode, headers, body } = await request(`${console.cluster.gateways[id]}/`, {
    headers: { host },
  })
  const text = await body.text()
  return statusCode === 200 && headers['x-ready'] === 'true' ? text.trim() : `${statusCode} ${text}`
}

/** Asks all the time while the work is done: every answer is the old version's or the new one's. */
async function underLoad(one: Line, work: () => Promise<unknown>): Promise<void> {
  const answers: string[] = []
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      answers.push(await answer(one))
      await betweenRequests()
    }
  })()
  try {
    await work()
  } finally {
    isOver = true
    await asking
  }
  expect(answers.length).toBeGreaterThan(0)
  expect(answers.filter((text) => text !== 'old' && text !== 'new')).toEqual([])
}

/** Writes of some groups that get no answer; some reach the server all the same. */
const held = new Map<string, { path: string; reached: boolean; isMet: boolean }>()

/** Holds a write of a switch until it is let go. */
function hold(one: Line, when: Line['aborts'][number]) {
  const service = `/api/v1/namespaces/${one.namespace}/services/new-nginx`
  const write = { path: when === 'after' ? service : routePath(one), reached: when === 'at', isMet: false }
  held.set(one.namespace, write)
  const isThere = async () => {
    expect(write.isMet).toBe(true)
    const route = JSON.stringify((await client.get(routeRef(one))).spec)
    if (write.reached) expect(route).not.toContain('old-nginx')
  }
  return {
    met: () => vi.waitFor(isThere, { timeout: 60_000, interval: 20 }),
    letGo: () => held.delete(one.namespace),
  }
}

function holding({ method, path: asked }: Seen): Fault | undefined {
  const found = [...held.values()].find(({ path: write }) => method === 'PATCH' && isOf(asked, write))
  if (found === undefined || asked.includes('dryRun')) return undefined
  found.isMet = true
  return { do: 'hang', reached: found.reached }
}

const isOf = (asked: string, wanted: string) => new URL(asked, 'https://api').pathname === wanted
const routeRef = ({ namespace, route: { apiVersion, kind } }: Line) => ({
  apiVersion,
  kind,
  namespace,
  name: 'echo',
})
const routePath = ({ namespace, plural, route }: Line) =>
  `/apis/${route.apiVersion}/namespaces/${namespace}/${plural}/echo`
const patchesOf = (one: Line) =>
  proxy.seen.filter(
    ({ method, path: asked }) =>
      method === 'PATCH' && isOf(asked, routePath(one)) && !asked.includes('dryRun'),
  ).length

it.concurrent.each(lines)(
  'a switch behind $id: leads the user’s route to the new Service and back, also when it is aborted; no request fails',
  async (one) => {
    const { id, namespace } = one
    const group = `switch-${id}`
    const picture = () => clusterPicture(client, namespace)
    const promote = { lane, strategy: 'switch', after: 'remove' } as const
    const start = () => promoteLane(operator(), { group, ...promote })
    await vi.waitFor(async () => expect(await answer(one)).toBe('old'), 60_000)
    const original = await picture()
    /** The original route with another Service, as somebody would have written it by hand. */
    const pointed = JSON.parse(
      JSON.stringify(original[`${one.route.kind}/echo`]).replaceAll('old-nginx', 'new-nginx'),
    )
    await saveLaneGroup(operator(), { name: group, document: documentOf(one), ifRevision: null })
    await done(await pushLaneGroup(operator(), { group }))
    const half = await picture()
    const row = await console.database.db.laneGroup.findUniqueOrThrow({ where: { name: group } })
    const owned = async () =>
      (await listOwnedObjects(console.database.db, row.id)).map(({ ref }) => `${ref.kind}/${ref.name}`).sort()
    const ours = await owned()

    const plan = await planLaneGroup(operator(), { group, promote })
    expect([plan.conflicts, plan.errors]).toEqual([[], []])
    expect(
      plan.changes
        .filter(({ action }) => action === 'update')
        .map(({ object, owner }) => [object.name, owner]),
    ).toEqual([
      ['echo', 'user'],
      ['new-nginx', 'ours'],
      ['new-nginx', 'ours'],
    ])

    if (one.list) {
      const path = `/spec/${one.list}`
      const errorsWith = async (value: unknown, codes: readonly string[]) => {
        await client.jsonPatch(routeRef(one), [{ op: 'replace', path, value }])
        await vi.waitFor(async () => {
          const { errors } = await planLaneGroup(operator(), { group, promote })
          expect(errors.map(({ code }) => code)).toEqual(codes)
        }, 20_000)
      }
      const written = at((await client.get(routeRef(one))).spec, one.list)
      const turned = JSON.parse(JSON.stringify(written).replaceAll('"weight":50', '"weight":7'))
      // What somebody made of the route cannot be led to another Service, so nothing is switched.
      await errorsWith(turned, ['BaseRouteSplit'])
      await errorsWith(written, [])
    }

    await underLoad(one, async () => {
      const before = patchesOf(one)
      await done(await start())
      expect(patchesOf(one) - before).toBe(1)
      expect(await Promise.all([1, 2, 3].map(() => answer(one)))).toEqual(['new', 'new', 'new'])
    })
    const after = await picture()
    const made = ['Deployment/new-nginx', 'Service/new-nginx']
    expect(after).toEqual({
      ...original,
      [`${one.route.kind}/echo`]: pointed,
      ...Object.fromEntries(made.map((name) => [name, after[name]])),
    })
    for (const name of made) {
      expect(JSON.stringify(asObject(after[name]).labels)).not.toContain('lanekeeper')
      expect(asObject(after[name]).spec).toEqual(asObject(half[name]).spec)
    }
    expect(await owned()).toEqual([])
    const { document, status } = await getLaneGroup(operator(), { group })
    expect(document.spec.applications[0]).toMatchObject({
      deployment: 'new-nginx',
      service: { name: 'new-nginx' },
    })
    expect([document.spec.lanes, status.state]).toEqual([[], 'inSync'])
    expect(
      (await planLaneGroup(operator(), { group })).changes.filter(({ action }) => action !== 'unchanged'),
    ).toEqual([])

    await underLoad(one, async () => done(await rollBack(operator(), { group, revision: 1 })))
    expect(await picture()).toEqual(half)
    expect(await owned()).toEqual(ours)

    for (const when of one.aborts)
      await underLoad(one, async () => {
        const { met, letGo } = hold(one, when)
        const started = await start()
        await met()
        letGo()
        const before = patchesOf(one)
        const abort = await abortLane(operator(), { group, lane })
        await until(started, 'aborted')
        await done(abort)
        expect(patchesOf(one) - before, when).toBe(when === 'before' ? 0 : 1)
        expect(await picture(), when).toEqual(half)
        expect(await owned(), when).toEqual(ours)
      })

    await underLoad(one, async () => {
      if (one.end === 'remove') await done(await removeLane(operator(), { group, lane }))
      else await done(await rollBack(operator(), { group, revision: 2 }))
    })
    expect(await picture()).toEqual(one.end === 'remove' ? original : after)
    expect(await owned()).toEqual([])
    await deleteLaneGroup(operator(), { group })
    expect(await picture()).toEqual(one.end === 'remove' ? original : after)
  },
)
