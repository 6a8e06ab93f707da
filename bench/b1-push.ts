import type { KubeObject } from '@/lib/domain/kube-object'
import type { Change } from '@/lib/plan/types'
import type { BenchmarkResult } from './benchmark'
import { type BenchCluster, connections, startBenchCluster } from './cluster'
import { kubectlApply, writeManifests } from './kubectl'
import { baselineObjects, benchNamespace, laneDocument } from './lane-objects'
import { kubectlVersion } from './machine'
import { bodiesOf, planLane, watchedObjects } from './plan-lane'
import { median, quantile, round, summary } from './statistics'

const applications = 50
const rounds = 12
const goneMs = 10_000

type Way = { name: string; push: () => Promise<void> }

/** A lane of 50 applications onto a cluster: ours, kubectl, and nothing but the requests; taking turns. */
export async function b1Push(): Promise<BenchmarkResult> {
  const cluster = await startBenchCluster()
  try {
    return await measure(cluster)
  } finally {
    await cluster.stop()
  }
}

async function measure(cluster: BenchCluster): Promise<BenchmarkResult> {
  const { client, raw } = cluster
  await raw.apply([benchNamespace])
  await raw.apply(baselineObjects(applications, { entries: true }))
  const watched = await watchedObjects(client)
  const document = laneDocument({ applications, lanes: 1, entries: true, replicas: 1 })
  const objects = bodiesOf(planLane(document, watched()))
  const file = writeManifests(cluster.folder, 'lane', objects)
  const ways: Way[] = [
    { name: 'ours', push: async () => applyInOrder(cluster, planLane(document, watched())) },
    ...(kubectlVersion() ? [{ name: 'kubectl', push: () => kubectlApply(cluster, file) }] : []),
    { name: 'raw', push: () => raw.apply(objects) },
  ]
  const times = new Map(ways.map(({ name }) => [name, [] as number[]]))
  for (let turn = -1; turn < rounds; turn++) {
    for (let place = 0; place < ways.length; place++) {
      const way = ways[(place + Math.max(turn, 0)) % ways.length]
      if (way === undefined) continue
      const started = performance.now()
      await way.push()
      const ms = performance.now() - started
      if (turn >= 0) times.get(way.name)?.push(ms)
      await clean(cluster, objects, watched)
    }
  }
  return report(times, objects.length)
}

/** As an operation does it: changes of one order together, the next when all have been answered. */
async function applyInOrder({ client }: BenchCluster, changes: readonly Change[]): Promise<void> {
  const orders = new Set(changes.map(({ order }) => order))
  for (const order of orders) {
    const together = bodiesOf(changes.filter((change) => change.order === order))
    await Promise.all(together.map((object) => client.apply(object, { force: false })))
  }
}

/** Takes the lane away again, and waits until the watches have seen it. */
async function clean(
  { raw }: BenchCluster,
  objects: readonly KubeObject[],
  watched: () => KubeObject[],
): Promise<void> {
  await raw.remove(objects)
  const lane = new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`))
  const deadline = performance.now() + goneMs
  while (watched().some(({ kind, metadata }) => lane.has(`${kind} ${metadata.name}`))) {
    if (performance.now() > deadline) throw new Error('the lane of the last round is still there')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function report(times: ReadonlyMap<string, readonly number[]>, objects: number): BenchmarkResult {
  const figure = (name: string) => {
    const values = times.get(name) ?? []
    return `${round(median(values), 3)} ms (p99 ${round(quantile(values, 0.99), 3)})`
  }
  const ratio = (name: string) => {
    const values = times.get(name) ?? []
    return values.length === 0 ? '–' : `${round(median(times.get('ours') ?? []) / median(values), 3)}×`
  }
  const hasKubectl = times.has('kubectl')
  return {
    id: 'B1',
    question: `How long does it take to push a lane of ${applications} applications?`,
    method: `${objects} new objects (Deployments without pods, Services, Ingresses) onto the embedded cluster over HTTPS on loopback; ours = plan against the watched objects and apply by order; kubectl = one \`apply --server-side\` of the same objects in one file, process start included; raw = PATCH requests on ${connections} kept-alive connections. ${rounds} rounds, taking turns in rotating order, everything removed in between. No waits for readiness, and no database writes, in any of them.`,
    rows: [
      { what: `push of ${objects} objects`, value: figure('ours'), against: 'median', target: '–' },
      {
        what: 'against kubectl',
        value: hasKubectl ? ratio('kubectl') : 'no kubectl here',
        against: hasKubectl ? figure('kubectl') : '–',
        target: '≤ 0.6× (later)',
      },
      {
        what: 'against a raw loop',
        value: ratio('raw'),
        against: figure('raw'),
        target: '≤ 1.3× + 15 ms (later)',
      },
    ],
    data: {
      objects,
      ms: Object.fromEntries([...times].map(([name, values]) => [name, summary(values)])),
    },
    broken: [],
  }
}
