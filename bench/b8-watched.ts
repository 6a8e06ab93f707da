import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClusterClient } from '@/lib/k8s/cluster-client'
import { createTransport } from '@/lib/k8s/transport'
import type { BenchmarkResult } from './benchmark'
import { round } from './statistics'
import { objectText, populations } from './watched-population'

/** Changes that each watch brings after its list. */
const changesEach = 10_000
const patienceMs = 120_000
const mostBytes = 2_048
const mostMiB = 300

type Memory = { heap: number; rss: number }

/** What 50,000 watched objects take in memory, and how long until all are there. */
export async function b8Watched(): Promise<BenchmarkResult> {
  const collect = gc()
  const server = await startObjects()
  const client = createClusterClient(
    'objects',
    createTransport(
      {
        server: `http://127.0.0.1:${server.port}`,
        context: 'objects',
        namespace: undefined,
        ca: undefined,
        tlsServerName: undefined,
        token: 'none',
        cert: undefined,
        key: undefined,
      },
      { allowLoopback: true },
    ),
  )
  try {
    const before = await settled(collect)
    const started = performance.now()
    const copies = populations.map(({ apiVersion, kind }) =>
      client.cache({ apiVersion, kind, namespace: 'bench' }),
    )
    await Promise.all(copies.map(({ ready }) => ready))
    const listedMs = performance.now() - started
    await until(() => copies.every((copy, place) => hasLast(copy, place)))
    const changedMs = performance.now() - started - listedMs
    const after = await settled(collect)
    // A look at all of them, as a plan of everything would take, must not stay.
    const looked = copies.reduce((count, copy) => count + copy.list().length, 0)
    const later = await settled(collect)
    return report({ looked, listedMs, changedMs, before, after, later })
  } finally {
    await client.close()
    server.stop()
  }
}

function hasLast(copy: ReturnType<ReturnType<typeof createClusterClient>['cache']>, place: number): boolean {
  const population = populations[place]
  if (population === undefined) return false
  const { apiVersion, kind, count } = population
  const name = `${kind.toLowerCase()}-${(changesEach - 1) % count}`
  const last = copy.get({ apiVersion, kind, namespace: 'bench', name })
  return last?.metadata.resourceVersion === String(1_000_000 + changesEach - 1)
}

async function startObjects(): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, ['.build/bench-objects.mjs', String(changesEach)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const port = Number(/^objects ready (\d+)$/.exec(line)?.[1])
    if (port > 0) return { port, stop: () => child.kill('SIGTERM') }
  }
  throw new Error('the objects are not served')
}

function gc(): () => void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('no garbage collector to call')
  return () => collect()
}

async function settled(collect: () => void): Promise<Memory> {
  for (let turn = 0; turn < 3; turn += 1) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, rss }
}

async function until(done: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!done()) {
    if (performance.now() > deadline) throw new Error('the changes did not arrive')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

type Figures = {
  looked: number
  listedMs: number
  changedMs: number
  before: Memory
  after: Memory
  later: Memory
}

function report({ looked, listedMs, changedMs, before, after, later }: Figures): BenchmarkResult {
  const each = (after.heap - before.heap) / looked
  const laterEach = (later.heap - before.heap) / looked
  const raw = populations.reduce((sum, one) => sum + one.count * objectText(one, 0, 1).length, 0) / looked
  const rss = later.rss / 2 ** 20
  const changes = populations.length * changesEach
  return {
    id: 'B8',
    question: `What do ${looked} watched objects take?`,
    method: `Five collections (${populations.map(({ kind, count }) => `${count} ${kind}s`).join(', ')}) listed in pages of 500 from a process of its own over HTTP on loopback, then ${changes} changes on their watches; heap and external memory after forced collections, before and after; then once more after every object was looked at.`,
    rows: [
      {
        what: 'kept of an object',
        value: `${round(each, 4)} B`,
        against: `${round(raw, 4)} B as sent`,
        target: `≤ ${mostBytes} B`,
      },
      {
        what: 'after all were looked at',
        value: `${round(laterEach, 4)} B`,
        against: '–',
        target: `≤ ${mostBytes} B`,
      },
      {
        what: 'until all are there',
        value: `${round(listedMs / 1000, 3)} s`,
        against: `${round((looked / listedMs) * 1000, 3)} objects/s`,
        target: '–',
      },
      {
        what: `${changes} changes taken`,
        value: `${round(changedMs / 1000, 3)} s`,
        against: `${round((changes / changedMs) * 1000, 3)} changes/s`,
        target: '–',
      },
      {
        what: 'memory of the process',
        value: `${round(rss, 3)} MiB`,
        against: '–',
        target: `≤ ${mostMiB} MiB (console)`,
      },
    ],
    data: { looked, each, laterEach, listedMs, changedMs, before, after, later, rawBytes: raw },
    broken: [
      ...(each <= mostBytes ? [] : [`${round(each, 4)} B an object`]),
      ...(laterEach <= mostBytes ? [] : [`${round(laterEach, 4)} B an object after a look at all`]),
    ],
  }
}
