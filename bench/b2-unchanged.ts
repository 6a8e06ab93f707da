import type { BenchmarkResult } from './benchmark'
import { type BenchCluster, startBenchCluster } from './cluster'
import { kubectlApply, writeManifests } from './kubectl'
import { baselineObjects, benchNamespace, laneDocument } from './lane-objects'
import { kubectlVersion } from './machine'
import { bodiesOf, planLane, watchedObjects } from './plan-lane'
import { median, round, summary } from './statistics'
import { countRequests } from './wire-requests'

const applications = 200
const lanes = 5
const rounds = 20
const kubectlRounds = 1

/** What it costs to find that nothing is to be done, with the watches in step. */
export async function b2Unchanged(): Promise<BenchmarkResult> {
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
  await raw.apply(baselineObjects(applications, { entries: false }))
  const document = laneDocument({ applications, lanes, entries: false, replicas: 0 })
  const watched = await watchedObjects(client)
  const objects = bodiesOf(planLane(document, watched()))
  const first = await countRequests(() =>
    Promise.all(objects.map((object) => client.apply(object, { force: false }))),
  )
  if (first.requests < objects.length) throw new Error('the count of requests misses some')
  await inStep(watched, applications + objects.length)
  const wall: number[] = []
  const cpu: number[] = []
  let changed = 0
  const { requests } = await countRequests(async () => {
    for (let turn = 0; turn < rounds; turn++) {
      const before = process.cpuUsage()
      const started = performance.now()
      changed += planLane(document, watched()).filter(({ action }) => action !== 'unchanged').length
      wall.push(performance.now() - started)
      const { user, system } = process.cpuUsage(before)
      cpu.push((user + system) / 1000)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })
  const kubectl = kubectlVersion() ? await timeKubectl(cluster, objects) : []
  return report({ objects: objects.length, requests, changed, wall, cpu, kubectl })
}

async function inStep(watched: () => unknown[], count: number): Promise<void> {
  const deadline = performance.now() + 30_000
  while (watched().length < count) {
    if (performance.now() > deadline) throw new Error('the watches did not see all objects')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function timeKubectl(
  cluster: BenchCluster,
  objects: Parameters<typeof writeManifests>[2],
): Promise<number[]> {
  const file = writeManifests(cluster.folder, 'lanes', objects)
  const times: number[] = []
  // The first one takes the fields over; those after it change nothing.
  await kubectlApply(cluster, file)
  for (let turn = 0; turn < kubectlRounds; turn++) {
    const started = performance.now()
    await kubectlApply(cluster, file)
    times.push(performance.now() - started)
  }
  return times
}

type Figures = {
  objects: number
  requests: number
  changed: number
  wall: number[]
  cpu: number[]
  kubectl: number[]
}

function report({ objects, requests, changed, wall, cpu, kubectl }: Figures): BenchmarkResult {
  const faster = kubectl.length === 0 ? '–' : `kubectl apply ${round(median(kubectl), 3)} ms`
  const times = kubectl.length === 0 ? '' : ` (${round(median(kubectl) / median(wall), 3)}× faster)`
  return {
    id: 'B2',
    question: `What does a push of ${objects} objects cost when nothing has changed?`,
    method: `${lanes} lanes of ${applications} applications stand on the embedded cluster and in the watches; ${rounds} plans of the same document, each comparing every object; requests counted at the HTTP client; kubectl = \`apply --server-side\` of the same objects, after it has taken them over.`,
    rows: [
      { what: 'requests on the wire', value: String(requests), against: `${rounds} plans`, target: '0' },
      { what: 'changes found', value: String(changed), against: `${objects} objects`, target: '0' },
      {
        what: 'CPU of one plan',
        value: `${round(median(cpu), 3)} ms`,
        against: '–',
        target: '≤ 40 ms (later)',
      },
      {
        what: 'time of one plan',
        value: `${round(median(wall), 3)} ms${times}`,
        against: faster,
        target: '≥ 50× (later)',
      },
    ],
    data: {
      objects,
      requests,
      changed,
      wallMs: summary(wall),
      cpuMs: summary(cpu),
      kubectlMs: summary(kubectl),
    },
    broken: [
      ...(requests === 0 ? [] : [`${requests} requests`]),
      ...(changed === 0 ? [] : [`${changed} changes found where nothing had changed`]),
    ],
  }
}
