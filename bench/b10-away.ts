import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { askedToWaitMs, isPassing } from '@/lib/k8s/errors'
import { backoffMs, delay } from '@/lib/k8s/retry'
import type { BenchmarkResult } from './benchmark'
import { type BenchCluster, startBenchCluster } from './cluster'
import { benchNamespace } from './lane-objects'
import { median, round, summary } from './statistics'

const briefly = process.env.BENCH_BRIEFLY === '1'
const awayMs = Number(process.env.BENCH_AWAY_MS ?? (briefly ? 5_000 : 60_000))
const rounds = briefly ? 1 : 5
const mostMs = 3_000
const patienceMs = 60_000

type Recovery = { watch: number; write: number }

/** The API server is away for a minute: how long after it is back the copy is current and a change that waits is made. */
export async function b10Away(): Promise<BenchmarkResult> {
  const cluster = await startBenchCluster()
  try {
    await cluster.raw.apply([benchNamespace])
    const found: Recovery[] = []
    for (let turn = 0; turn < rounds; turn += 1) found.push(await once(cluster, turn))
    return report(found)
  } finally {
    await cluster.stop()
  }
}

async function once(cluster: BenchCluster, turn: number): Promise<Recovery> {
  const way = await cluster.relayed()
  try {
    const services = way.client.cache({ apiVersion: 'v1', kind: 'Service', namespace: 'bench' })
    await services.ready
    await way.relay.refuse()
    const meanwhile = service(`meanwhile-${turn}`)
    await cluster.raw.apply([meanwhile])
    const written = applyPatiently(way.client, service(`waiting-${turn}`))
    await delay(awayMs)
    const back = performance.now()
    await way.relay.accept()
    const seen = until(() =>
      services.list().some(({ metadata }) => metadata.name === meanwhile.metadata.name),
    )
    const [watch, write] = await Promise.all([seen, written])
    return { watch: watch - back, write: write - back }
  } finally {
    await way.close()
  }
}

/** As the steps of an operation do it. */
async function applyPatiently(client: ClusterClient, object: KubeObject): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.apply(object, { force: false })
      return performance.now()
    } catch (error) {
      if (!isPassing(error)) throw error
      await delay(askedToWaitMs(error) + backoffMs(attempt, { capMs: 2_000 }))
    }
  }
}

async function until(done: () => boolean): Promise<number> {
  const deadline = performance.now() + patienceMs
  while (!done()) {
    if (performance.now() > deadline) throw new Error('the copy did not become current')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return performance.now()
}

const service = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'bench' },
  spec: { ports: [{ port: 80 }] },
})

function report(found: readonly Recovery[]): BenchmarkResult {
  const rows = (['watch', 'write'] as const).map((what) => {
    const values = found.map((recovery) => recovery[what])
    return {
      what: what === 'watch' ? 'the copy is current' : 'the change that waited is made',
      value: `${round(median(values), 3)} ms (at most ${round(Math.max(...values), 3)})`,
      against: `${found.length} rounds`,
      target: `≤ ${mostMs} ms`,
    }
  })
  const slowest = Math.max(...found.flatMap(({ watch, write }) => [watch, write]))
  return {
    id: 'B10',
    question: `How long after the API server was away for ${awayMs / 1000} s is everything current again?`,
    method: `The embedded cluster behind a relay that refuses connections for ${awayMs / 1000} s; an object is made on the cluster meanwhile, and an apply is begun that goes on as an operation's step does; measured from the moment the relay listens again. ${found.length} rounds, each with connections of its own.`,
    rows,
    data: {
      awayMs,
      watchMs: summary(found.map(({ watch }) => watch)),
      writeMs: summary(found.map(({ write }) => write)),
    },
    broken: slowest <= mostMs ? [] : [`${round(slowest, 4)} ms, more than ${mostMs} ms`],
  }
}
