import fs from 'node:fs'
import { z } from 'zod'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { connect, disconnect } from '@/lib/k8s/connect'
import type { BenchmarkResult, Row } from './benchmark'
import { RawLoop } from './cluster'
import { type BenchConsole, startBenchConsole } from './console'
import { kubectl, kubectlApply, writeManifests } from './kubectl'
import { baselineObjects, benchNamespace, laneDocument } from './lane-objects'
import { kubectlVersion } from './machine'
import { saveGroup } from './save-group'
import { median, round, summary } from './statistics'

const applications = 20
const briefly = process.env.BENCH_BRIEFLY === '1'
const rounds = briefly ? 2 : 20
const patienceMs = 20_000
const seenMs = 300
const healedMs = 1_000
const group = '/lane-groups/bench'
const annotation = 'nginx.ingress.kubernetes.io/canary-by-header-value'

const Drift = z.object({ state: z.string() })

type Bench = { console: BenchConsole; client: ClusterClient }
type Times = Record<'seen' | 'healed' | 'kubectl', number[]>

/** Somebody changes an annotation of a lane's Ingress: how long until the console says so, and until it is as it was. */
export async function b10Drift(): Promise<BenchmarkResult> {
  if (!kubectlVersion()) throw new Error('kubectl is needed: somebody else has to change something')
  const console = await startBenchConsole()
  const kubeconfig = fs.readFileSync(console.kubeconfig, 'utf8')
  const client = connect({ id: console.folder, name: 'bench', kubeconfig, allowLoopback: true })
  const raw = new RawLoop(kubeconfig)
  try {
    await raw.apply([benchNamespace, ...baselineObjects(applications, { entries: true, replicas: 1 })])
    await saveGroup(console, laneDocument({ applications, lanes: 1, entries: true, replicas: 1 }))
    await console.operate(`${group}/push`)
    return report(await measure({ console, client }))
  } finally {
    raw.close()
    await disconnect(console.folder)
    await console.stop()
  }
}

async function measure({ console, client }: Bench): Promise<Times> {
  const ingress = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'bench' }
  const routes = (await client.list(ingress)).filter(({ metadata }) => headerValueOf(metadata) !== undefined)
  const times: Times = { seen: [], healed: [], kubectl: [] }
  const stateOf = async () => Drift.parse(await console.call('GET', `${group}/drift`)).state
  const isAsPushed = async (route: KubeObject) =>
    headerValueOf((await client.get(refOf(route))).metadata) === headerValueOf(route.metadata)
  const autoHeal = (on: boolean) => console.call('PUT', `${group}/drift/auto-heal`, { on })
  for (let turn = 0; turn < rounds; turn += 1) {
    const route = routes[turn % routes.length]
    if (route === undefined) throw new Error('the lane has no route')
    await until(async () => (await stateOf()) === 'clean', 'the group is not as it was pushed')

    await change(console, route)
    times.seen.push(await until(async () => (await stateOf()) === 'drifted', 'drift was not seen'))
    const file = writeManifests(console.folder, `route-${turn}`, [wanted(route)])
    const started = performance.now()
    await kubectlApply({ kubeconfig: console.kubeconfig, folder: console.folder }, file)
    times.kubectl.push(performance.now() - started)
    await until(async () => (await stateOf()) === 'clean', 'the route is not as it was pushed')

    await autoHeal(true)
    await change(console, route)
    times.healed.push(await until(() => isAsPushed(route), 'drift was not healed'))
    await until(async () => (await stateOf()) === 'clean', 'the heal did not end')
    // So that the next rounds are no tug-of-war.
    await autoHeal(false)
  }
  return times
}

const headerValueOf = ({ annotations }: KubeObject['metadata']) => annotations?.[annotation]

/** The object as somebody would keep it in a file. */
const wanted = ({
  apiVersion,
  kind,
  metadata: { name, namespace, labels, annotations },
  spec,
}: KubeObject) => ({
  ...{ apiVersion, kind, spec },
  metadata: {
    name,
    ...(namespace && { namespace }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
  },
})

/** As somebody else: what the console writes itself is no drift. */
const change = (console: BenchConsole, { metadata: { name } }: KubeObject) =>
  kubectl({ kubeconfig: console.kubeconfig, folder: console.folder }, [
    ...['annotate', 'ingress', name, '--namespace=bench', '--overwrite', `${annotation}=somebody`],
  ])

/** Milliseconds until it is so, asked again and again. */
async function until(isSo: () => Promise<boolean>, otherwise: string): Promise<number> {
  const started = performance.now()
  while (!(await isSo())) {
    if (performance.now() - started > patienceMs) throw new Error(otherwise)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return performance.now() - started
}

function report({ seen, healed, kubectl: byHand }: Times): BenchmarkResult {
  const figure = (values: readonly number[]) =>
    `${round(median(values), 3)} ms (at most ${round(Math.max(...values), 3)})`
  const row = (what: string, values: readonly number[], most: number): Row => ({
    what,
    value: figure(values),
    against: `${values.length} rounds`,
    target: `≤ ${most} ms`,
  })
  const broken = [
    { what: 'seen', values: seen, most: seenMs },
    { what: 'healed', values: healed, most: healedMs },
  ].filter(({ values, most }) => median(values) > most)
  return {
    id: 'B10-drift',
    question: 'How long until the console says that an object drifted, and until it is healed?',
    method: `A lane of ${applications} applications stands on the embedded cluster. An annotation of one of its Ingresses is changed by \`kubectl annotate\`; measured from its end, over the console's HTTP API until it says so, and on the cluster until the value is back where the group heals by itself. kubectl = \`apply --server-side --force-conflicts\` of that one object by somebody who knows already. ${rounds} rounds, taking turns.`,
    rows: [
      row('drift is told', seen, seenMs),
      row('drift is healed by itself', healed, healedMs),
      {
        what: 'healed, against kubectl apply by hand',
        value: `${round(median(healed) / median(byHand), 3)}×`,
        against: figure(byHand),
        target: '–',
      },
    ],
    data: { seenMs: summary(seen), healedMs: summary(healed), kubectlMs: summary(byHand) },
    broken: broken.map(
      ({ what, values, most }) => `${what} after ${round(median(values), 3)} ms, more than ${most} ms`,
    ),
  }
}
