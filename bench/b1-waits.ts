import fs from 'node:fs'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { connect, disconnect } from '@/lib/k8s/connect'
import { rolloutStatus } from '@/lib/k8s/rollout-status'
import type { BenchmarkResult } from './benchmark'
import { RawLoop } from './cluster'
import { type BenchConsole, startBenchConsole } from './console'
import { kubectl, kubectlApply, writeManifests } from './kubectl'
import { baselineObjects, benchNamespace, laneDocument } from './lane-objects'
import { kubectlVersion } from './machine'
import { appliesOf, planLane, watchedObjects } from './plan-lane'
import { saveGroup } from './save-group'
import { median, quantile, round, summary } from './statistics'

const applications = 50
const briefly = process.env.BENCH_BRIEFLY === '1'
const rounds = briefly ? 1 : 5
const patienceMs = 120_000
const group = '/lane-groups/bench'

type Bench = { console: BenchConsole; client: ClusterClient; raw: RawLoop; watched: () => KubeObject[] }
type Times = Record<'ours' | 'kubectl' | 'raw', number[]>

/** A lane of 50 applications whose pods start, from the call of the API to the last route and the end of the operation. */
export async function b1Waits(): Promise<BenchmarkResult> {
  const console = await startBenchConsole()
  const kubeconfig = fs.readFileSync(console.kubeconfig, 'utf8')
  const client = connect({ id: console.folder, name: 'bench', kubeconfig, allowLoopback: true })
  const raw = new RawLoop(kubeconfig)
  try {
    await raw.apply([benchNamespace])
    await raw.apply(baselineObjects(applications, { entries: true, replicas: 1 }))
    return await measure({ console, client, raw, watched: await watchedObjects(client) })
  } finally {
    raw.close()
    await disconnect(console.folder)
    await console.stop()
  }
}

async function measure(bench: Bench): Promise<BenchmarkResult> {
  const { console, client, raw, watched } = bench
  await until(() => ready(watched(), applications), 'the baselines are not ready')
  const document = laneDocument({ applications, lanes: 1, entries: true, replicas: 1 })
  const objects = appliesOf(planLane(document, watched()))
  const layers = ['Deployment', 'Service', 'Ingress'].map((kind) =>
    objects.filter((one) => one.kind === kind),
  )
  const files = layers.map((layer, at) => writeManifests(console.folder, `layer-${at}`, layer))
  const times: Times = { ours: [], kubectl: [], raw: [] }
  const contenders = {
    ours: () => console.operate(`${group}/push`),
    kubectl: () => byKubectl(console, files),
    raw: async () => {
      for (const layer of layers) {
        await raw.apply(layer)
        if (layer === layers[0])
          await until(() => ready(watched(), 2 * applications), 'the pods of the lane are not ready')
      }
    },
  }
  for (let turn = 0; turn < rounds; turn++)
    for (const name of ['ours', 'kubectl', 'raw'] as const) {
      if (name === 'kubectl' && !kubectlVersion()) continue
      if (name === 'ours') await saveGroup(console, document)
      const started = performance.now()
      await contenders[name]()
      times[name].push(performance.now() - started)
      if (name === 'ours') await console.operate(`${group}/lanes/lane-0/remove`)
      else await raw.remove(objects)
      await until(() => watched().every((one) => !isLane(one)), 'the lane of the last round is still there')
      await podsGone(client)
    }
  return report(times, objects.length)
}

/** As somebody does it with care: each layer when the one before it is ready. */
async function byKubectl({ kubeconfig, folder }: BenchConsole, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await kubectlApply({ kubeconfig, folder }, file)
    if (file === files[0])
      await kubectl({ kubeconfig, folder }, [
        ...['wait', '--for=condition=Available', `--timeout=${patienceMs / 1000}s`, '-f', file],
      ])
  }
}

const isLane = ({ metadata }: KubeObject) => metadata.name.endsWith('-lane-0')

function ready(objects: readonly KubeObject[], count: number): boolean {
  const done = objects.filter((object) => {
    if (object.kind !== 'Deployment') return false
    const status = rolloutStatus(object)
    return status.state === 'complete' && status.available >= status.desired
  })
  return done.length >= count
}

async function podsGone(client: ClusterClient): Promise<void> {
  const pods = client.cache({ apiVersion: 'v1', kind: 'Pod', namespace: 'bench' })
  await pods.ready
  await until(() => pods.list().length <= applications, 'pods of the last round are still there')
}

async function until(done: () => boolean, otherwise: string): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!done()) {
    if (performance.now() > deadline) throw new Error(otherwise)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function report(times: Times, objects: number): BenchmarkResult {
  const figure = (values: readonly number[]) =>
    `${round(median(values), 3)} ms (p99 ${round(quantile(values, 0.99), 3)})`
  const ours = median(times.ours)
  const against = (name: 'kubectl' | 'raw', what: string, target: string) =>
    times[name].length === 0
      ? []
      : [{ what, value: `${round(ours / median(times[name]), 3)}×`, against: figure(times[name]), target }]
  return {
    id: 'B1-waits',
    question: `How long does it take until a lane of ${applications} applications is ready and routed?`,
    method: `${objects} new objects and ${applications} pods on the embedded cluster. Ours = the whole console: from the call of the API over revision, plan, apply, waiting for pods and endpoints, routes and audit to the end of the operation; kubectl = \`apply --server-side\` of the Deployments, \`wait --for=condition=Available\`, \`apply\` of the Services and of the Ingresses; raw = the same requests on one connection and a watch. ${rounds} rounds, taking turns, everything removed in between.`,
    rows: [
      { what: `${objects} objects, pods ready`, value: figure(times.ours), against: 'median', target: '–' },
      ...against('kubectl', 'against kubectl apply and wait', '≤ 1×'),
      ...against('raw', 'against a raw loop and a watch', '–'),
    ],
    data: {
      objects,
      ms: { ours: summary(times.ours), kubectl: summary(times.kubectl), raw: summary(times.raw) },
    },
    broken: [],
  }
}
