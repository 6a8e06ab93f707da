import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withValueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { type Convention, LaneGroupDocument } from '@/lib/domain/lane-group'
import { simulate } from '@/lib/domain/simulate'
import { pick, randomFrom } from '@/lib/domain/testdata/random'
import { checkEntryRules } from '@/lib/plan/check-routing'
import { buildDesired } from '@/lib/plan/desired'
import { entryTags } from '@/lib/providers/entry-tags'
import { innerRouted } from '@/lib/providers/inner-routing'
import type { GatewayName } from '@/lib/sandbox/gateways/families'
import { get, startTestCluster, type TestCluster, until } from '@/lib/sandbox/runtime-for-tests'
import { listSlices } from '@/lib/sandbox/shapes/endpoint-slice'
import { isPodActive, isPodReady, listPods } from '@/lib/sandbox/shapes/pod'
import { type Deployment, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { kinds } from '@/lib/sandbox/store/kinds'
import { type ProofCluster, proofClusterOn } from './proof-cluster'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

const documents = 6
const letters = ['a', 'b', 'c'] as const
const tags = ['gray', 'blue', 'red'] as const
const host = 'chain.example.com'
const nameOf = (letter: string) => `spring-cloud-${letter}`

/** The demo's chain: for agents and for a mesh alike. */
const baselines = letters
  .map(
    (letter, index) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${nameOf(letter)}}
spec:
  replicas: 1
  selector: {matchLabels: {app: ${nameOf(letter)}, version: base, zadigx-release-version: original}}
  template:
    metadata: {labels: {app: ${nameOf(letter)}, version: base, zadigx-release-version: original, msePilotCreateAppName: ${nameOf(letter)}}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - name: ${nameOf(letter)}
        image: registry.example.com/${nameOf(letter)}:1.0.0
        env: [{name: FORWARD_HEADERS, value: x-mse-tag}]
        ports: [{containerPort: 2000${index + 1}}]
---
apiVersion: v1
kind: Service
metadata: {name: ${nameOf(letter)}}
spec:
  selector: {app: ${nameOf(letter)}, zadigx-release-version: original}
  ports: [{name: http, port: 80, targetPort: 2000${index + 1}}]
`,
  )
  .join('---')

const balancer = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: spring-cloud-zuul}
spec:
  selector: {matchLabels: {app: spring-cloud-zuul}}
  template:
    metadata: {labels: {app: spring-cloud-zuul}}
    spec: {containers: [{name: zuul, image: "registry.example.com/spring-cloud-zuul:1.0.0", ports: [{containerPort: 20000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: zuul-slb}
spec:
  type: LoadBalancer
  selector: {app: spring-cloud-zuul}
  ports: [{port: 80, targetPort: 20000}]
`

function ingress(className: string): KubeObject {
  const backend = { service: { name: nameOf('a'), port: { number: 80 } } }
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'door', namespace: 'default' },
    spec: {
      ingressClassName: className,
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  }
}

const virtualService: KubeObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'door', namespace: 'default' },
  spec: {
    hosts: [host],
    gateways: ['istio-system/public'],
    http: [{ route: [{ destination: { host: nameOf('a'), port: { number: 80 } } }] }],
  },
}

const httpRoute: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'door', namespace: 'default' },
  spec: {
    parentRefs: [{ name: 'public', namespace: 'gateway-system' }],
    hostnames: [host],
    rules: [{ backendRefs: [{ name: nameOf('a'), port: 80 }] }],
  },
}

type Line = {
  provider: string
  convention: Convention
  gateway: GatewayName
  door: KubeObject | null
  settings?: Record<string, unknown>
  oneLane?: true
}

const byAgents: Line[] = [
  { provider: 'mse', convention: 'mse', gateway: 'mse', door: ingress('mse') },
  { provider: 'mse', convention: 'zadig', gateway: 'mse', door: ingress('mse') },
  { provider: 'higress', convention: 'mse', gateway: 'higress', door: ingress('higress') },
  { provider: 'istio', convention: 'mse', gateway: 'istio', door: virtualService },
  {
    provider: 'ingress-nginx',
    convention: 'mse',
    gateway: 'ingress-nginx',
    door: ingress('nginx'),
    oneLane: true,
  },
  { provider: 'mse-agent', convention: 'mse', gateway: 'zuul-slb', door: null },
]

const byMesh: Line[] = (['istio', 'plain'] as const).flatMap((convention) => [
  { provider: 'istio', convention, gateway: 'istio' as const, door: virtualService },
  {
    provider: 'istio',
    convention,
    gateway: 'istio' as const,
    door: virtualService,
    settings: { mesh: false },
  },
  {
    provider: 'gateway-api',
    convention,
    gateway: 'gateway-api' as const,
    door: httpRoute,
    settings: { mesh: true },
  },
  { provider: 'gateway-api', convention, gateway: 'gateway-api' as const, door: httpRoute },
])
byMesh.push({
  provider: 'istio',
  convention: 'istio',
  gateway: 'istio',
  door: virtualService,
  settings: { subsets: 'subset' },
})

let cluster: TestCluster
let objects: ProofCluster

async function open(label: Record<string, string>): Promise<void> {
  cluster = await startTestCluster()
  objects = proofClusterOn(cluster.store)
  const namespace = cluster.store.get(kinds.namespaces, undefined, 'default')
  if (namespace === undefined) throw new Error('no namespace')
  const labels = { ...namespace.metadata.labels, ...label }
  cluster.store.update(
    kinds.namespaces,
    { ...namespace, metadata: { ...namespace.metadata, labels } },
    { manager: 'test' },
  )
  cluster.create(baselines)
  cluster.create(balancer)
  await cluster.available(...letters.map(nameOf), 'spring-cloud-zuul')
}

/** Two or three lanes with versions of some applications, each with a rule that asks for a header. */
function drawn(random: () => number, line: Line): LaneGroupDocument {
  const { provider, convention, door, settings, oneLane } = line
  const lanes = tags.slice(0, 2 + Math.floor(random() * 2)).map((tag) => {
    const own = letters.filter(() => random() < 0.6)
    const versions = own.length > 0 ? own : [pick(random, letters)]
    return {
      tag,
      ...(random() < 0.15 && { state: 'parked' as const }),
      ...(random() < 0.2 && { passTag: false }),
      versions: versions.map((letter) => ({
        application: nameOf(letter),
        image: `registry.example.com/${nameOf(letter)}:1.1.0`,
        replicas: 1,
      })),
    }
  })
  const isLed = oneLane || random() < 0.85
  const led = oneLane ? lanes.slice(0, 1) : isLed ? lanes : []
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'chain' },
    spec: {
      cluster: 'sandbox',
      namespace: 'default',
      convention,
      tagPolicy: pick(random, ['open', 'closed']),
      applications: letters.map((letter) => ({
        name: nameOf(letter),
        deployment: nameOf(letter),
        service: { name: nameOf(letter), port: 80 },
      })),
      entries: [{ name: 'web', provider, application: nameOf('a'), ...(door && { host }), settings }],
      lanes,
      rules: [
        ...led.map(({ tag }) => ({
          name: tag,
          match: [[{ source: 'header', name: 'x-lane', operator: 'exact', value: tag }]],
          targets: [{ lane: tag, weight: 100 }],
        })),
        ...(random() < 0.2 && !oneLane
          ? [{ name: 'everyone', targets: [{ lane: pick(random, lanes).tag, weight: 100 }] }]
          : []),
      ],
    },
  })
}

/** Renders the document with its workloads and puts it on the cluster; null when it is refused. */
async function push(document: LaneGroupDocument, { door }: Line): Promise<true | null> {
  if (document.spec.entries.some((entry) => checkEntryRules(document, entry).length > 0)) return null
  const { store } = cluster
  const standing = [kinds.deployments, kinds.services].flatMap((kind) => [
    ...store.list(kind, { namespace: 'default' }),
  ])
  const own = standing.filter(({ metadata }) => metadata.labels?.['lanekeeper.io/group'] === undefined)
  const user = door ? [{ ...door, metadata: { ...door.metadata, uid: 'uid-door' } }] : []
  const desired = buildDesired({
    document,
    live: { objects: [...(own as readonly KubeObject[]), ...user], owned: [], edits: [] },
    installation: 'proof',
    revision: 1,
    readiness: 'assumed',
  })
  if (desired.errors.length > 0) return null
  const edited = user.map((object) =>
    desired.edits
      .filter(({ ref }) => refKey(ref) === refKey(refOf(object)))
      .reduce<KubeObject>((changed, { path, after }) => withValueAt(changed, path, after), object),
  )
  expect(desired.edits.every(({ ref }) => user.some((object) => refKey(refOf(object)) === refKey(ref)))).toBe(
    true,
  )
  objects.put([...edited, ...desired.items.map(({ object }) => object)], [])
  await until(store, isQuiet, () => 'the lanes did not come up', 60_000)
  return true
}

const readyPods = () =>
  listPods(cluster.store, { namespace: 'default' }).filter((pod) => isPodActive(pod) && isPodReady(pod))

/** All pods that are wanted are ready, others are gone, and every Service has its endpoints. */
function isQuiet(): boolean {
  const { store } = cluster
  const deployments = store.list(kinds.deployments, { namespace: 'default' }) as readonly Deployment[]
  const isUp = ({ metadata, status, ...deployment }: Deployment) =>
    status?.observedGeneration === metadata.generation &&
    (status?.readyReplicas ?? 0) === wantedReplicas(deployment)
  if (!deployments.every(isUp)) return false
  const wanted = deployments.reduce((sum, deployment) => sum + wantedReplicas(deployment), 0)
  const ready = readyPods()
  if (listPods(store, { namespace: 'default' }).length !== wanted || ready.length !== wanted) return false
  return store.list(kinds.services, { namespace: 'default' }).every(({ metadata, spec }) => {
    const selector = Object.entries((spec as { selector?: Record<string, string> }).selector ?? {})
    const selected = ready.filter((pod) =>
      selector.every(([key, value]) => pod.metadata.labels?.[key] === value),
    )
    const endpoints = listSlices(store, 'default', metadata.name).flatMap((slice) => slice.endpoints ?? [])
    const there = endpoints
      .filter(({ conditions }) => conditions.ready)
      .map(({ targetRef }) => targetRef?.name)
    return (
      selector.length === 0 ||
      there.sort().join() ===
        selected
          .map((pod) => pod.metadata.name)
          .sort()
          .join()
    )
  })
}

/** The version of each link of the chain that answers, by the addresses in it. */
async function served(port: number, headers: Record<string, string>): Promise<string> {
  const { body, status } = await get(port, '/A/a', { host, ...headers })
  if (status !== 200) return `status ${status}: ${body}`
  const pods = listPods(cluster.store, { namespace: 'default' })
  const versions = body.split(' -> ').map((link) => {
    const address = /\[([\d.]+)\]/.exec(link)?.[1]
    const pod = pods.find((one) => one.status?.podIP === address)
    const lane = tags.find((tag) => pod?.metadata.name.includes(`-${tag}-`))
    return lane ?? (pod ? 'baseline' : `unknown ${link}`)
  })
  return versions.join(' -> ')
}

function itAgrees(lines: readonly Line[]) {
  it.each(lines)('of $provider with convention $convention and $settings', async (line) => {
    const random = randomFrom(11)
    const port = cluster.runtime.gateways[line.gateway]
    const chains = new Set<string>()
    for (let count = 0, tries = 0; count < documents; tries++) {
      if (tries > 400) throw new Error('nearly every document is refused')
      const document = drawn(random, line)
      if ((await push(document, line)) === null) continue
      count++
      const known = document.spec.lanes.map(({ tag }) => tag)
      for (const lane of [null, ...known]) {
        for (const tag of [null, ...known, 'other']) {
          const headers = { ...(lane && { 'x-lane': lane }), ...(tag && { 'x-mse-tag': tag }) }
          const sample = { entry: 'web', method: 'GET', path: '/A/a', host, headers, cookies: {}, query: {} }
          const { hops } = simulate(document, sample, innerRouted, entryTags)
          const simulated = hops.map((hop) => hop.lane).join(' -> ')
          chains.add(simulated)
          expect(await served(port, headers), JSON.stringify({ headers, spec: document.spec })).toBe(
            simulated,
          )
        }
      }
    }
    expect(chains.size).toBeGreaterThan(2)
  })
}

describe('the chain that is simulated is served, by agents', () => {
  beforeAll(() => open({ 'mse-enable': 'enabled' }))
  afterAll(() => cluster.close())
  itAgrees(byAgents)
})

describe('the chain that is simulated is served, in a mesh', () => {
  beforeAll(() => open({ 'istio-injection': 'enabled' }))
  afterAll(() => cluster.close())
  itAgrees(byMesh)
})
