import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import type { Change } from '@/lib/plan/types'
import type { BenchmarkResult, Row } from './benchmark'
import { type BenchCluster, startBenchCluster, underWay } from './cluster'
import { kubectlApply, writeManifests } from './kubectl'
import { baselineObjects, benchNamespace, laneDocument } from './lane-objects'
import { kubectlVersion } from './machine'
import { bodiesOf, planLane, watchedObjects } from './plan-lane'
import { median, quantile, round, summary } from './statistics'

const applications = 50
const goneMs = 10_000
/** Added to the way of each request to the server, and how often it is measured. */
const delays = [
  { ms: 0, rounds: 12 },
  { ms: 5, rounds: 10 },
  { ms: 20, rounds: 10 },
]
const briefly = process.env.BENCH_BRIEFLY === '1'

type Contender = { name: string; push: () => Promise<void> }
type Times = ReadonlyMap<string, readonly number[]>

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
  const found = new Map<number, Times>()
  for (const { ms, rounds } of delays) {
    const way = await cluster.delayed(ms)
    const seen = await watchedObjects(way.client)
    const contenders: Contender[] = [
      { name: 'ours', push: () => applyInOrder(way.client, planLane(document, seen())) },
      ...(kubectlVersion()
        ? [{ name: 'kubectl', push: () => kubectlApply({ ...way, folder: cluster.folder }, file) }]
        : []),
      { name: 'raw', push: () => way.raw.apply(objects) },
    ]
    found.set(
      ms,
      await takeTurns(contenders, briefly ? 2 : rounds, () => clean(cluster, objects, [watched, seen])),
    )
    await way.close()
  }
  return report(found, objects.length)
}

async function takeTurns(
  contenders: readonly Contender[],
  rounds: number,
  after: () => Promise<void>,
): Promise<Times> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]))
  for (let turn = -1; turn < rounds; turn++) {
    for (let place = 0; place < contenders.length; place++) {
      const contender = contenders[(place + Math.max(turn, 0)) % contenders.length]
      if (contender === undefined) continue
      const started = performance.now()
      await contender.push()
      const ms = performance.now() - started
      if (turn >= 0) times.get(contender.name)?.push(ms)
      await after()
    }
  }
  return times
}

/** As an operation does it: changes of one order together, the next when all have been answered. */
async function applyInOrder(client: ClusterClient, changes: readonly Change[]): Promise<void> {
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
  copies: readonly (() => KubeObject[])[],
): Promise<void> {
  await raw.remove(objects)
  const lane = new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`))
  const deadline = performance.now() + goneMs
  const stands = ({ kind, metadata }: KubeObject) => lane.has(`${kind} ${metadata.name}`)
  while (copies.some((watched) => watched().some(stands))) {
    if (performance.now() > deadline) throw new Error('the lane of the last round is still there')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function report(found: ReadonlyMap<number, Times>, objects: number): BenchmarkResult {
  const rows: Row[] = []
  const broken: string[] = []
  for (const [delayMs, times] of found) {
    const of = (name: string) => times.get(name) ?? []
    const figure = (name: string) =>
      `${round(median(of(name)), 3)} ms (p99 ${round(quantile(of(name), 0.99), 3)})`
    const ours = median(of('ours'))
    const label = `${delayMs} ms added`
    rows.push({ what: `${label}: ${objects} objects`, value: figure('ours'), against: 'median', target: '–' })
    const most = delayMs === 5 ? 0.3 : 0.6
    if (of('kubectl').length > 0) {
      const ratio = ours / median(of('kubectl'))
      const target = `≤ ${most}×`
      rows.push({
        what: `${label}: against kubectl`,
        value: `${round(ratio, 3)}×`,
        against: figure('kubectl'),
        target,
      })
      if (delayMs === 5 && ratio > most) broken.push(`${label}: ${round(ratio, 3)}× kubectl`)
    }
    const bound = 1.3 * median(of('raw')) + 15
    rows.push({
      what: `${label}: against a raw loop`,
      value: `${round(ours / median(of('raw')), 3)}×`,
      against: figure('raw'),
      target: `≤ 1.3× + 15 ms (${round(bound, 3)} ms)`,
    })
    if (ours > bound) broken.push(`${label}: ${round(ours, 3)} ms, more than ${round(bound, 3)} ms`)
  }
  return {
    id: 'B1',
    question: `How long does it take to push a lane of ${applications} applications?`,
    method: `${objects} new objects (Deployments without pods, Services, Ingresses) onto the embedded cluster over HTTPS on loopback, through a relay of its own process that holds what is sent to the server for 0, 5 or 20 ms, the same for all; ours = plan against the watched objects and apply by order; kubectl = one \`apply --server-side\` of the same objects in one file, process start included; raw = PATCH requests, ${underWay} at a time on one HTTP/2 connection. ${delays.map(({ rounds }) => rounds).join(', ')} rounds, taking turns in rotating order, everything removed in between. No waits for readiness, and no database writes, in any of them.`,
    rows,
    data: {
      objects,
      ms: Object.fromEntries(
        [...found].map(([delayMs, times]) => [
          delayMs,
          Object.fromEntries([...times].map(([name, values]) => [name, summary(values)])),
        ]),
      ),
    },
    broken,
  }
}
