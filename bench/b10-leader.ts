import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@/lib/db/client'
import { type ConsoleProcess, startConsoleProcess } from '@/lib/proof/operations/console-process'
import { crashDocument, crashGroup, crashObjects } from '@/lib/proof/operations/crash-group'
import type { BenchmarkResult } from './benchmark'
import { type CrashBench, openCrashBench } from './crash-bench'
import { median, round, summary } from './statistics'

const briefly = process.env.BENCH_BRIEFLY === '1'
const rounds = briefly ? 2 : 20
const mostMs = 5_000
const patienceMs = 30_000
const { name: group, lane } = crashGroup

/** Of two consoles the one that works on an operation is killed: how long until the other goes on with it. */
export async function b10Leader(): Promise<BenchmarkResult> {
  const bench = await openCrashBench()
  try {
    for (const object of crashObjects) await bench.cluster.client.apply(object, { force: false })
    const times: number[] = []
    for (let turn = 0; turn < rounds; turn += 1) times.push(await once(bench, turn === 0 ? null : 1))
    return report(times)
  } finally {
    await bench.close()
  }
}

async function once({ db, bundle, env }: CrashBench, ifRevision: number | null): Promise<number> {
  const first = await startConsoleProcess(bundle, env)
  let second: ConsoleProcess | null = null
  try {
    await first.call({ verb: 'save', group, document: crashDocument(-1), ifRevision })
    const { operation } = await first.call({ verb: 'push', group })
    // It waits for pods that never come.
    await until(async () => (await rowOf(db, operation)).state === 'waiting', 'the push does not wait')
    const { leaseOwner } = await rowOf(db, operation)
    second = await startConsoleProcess(bundle, env)
    const killed = performance.now()
    await first.kill()
    const isTaken = async () => {
      const row = await rowOf(db, operation)
      return row.leaseOwner !== null && row.leaseOwner !== leaseOwner
    }
    await until(isTaken, 'nobody goes on')
    const took = performance.now() - killed
    const abort = await second.call({ verb: 'abort', group, lane })
    await until(
      async () => (await rowOf(db, abort.operation)).state === 'succeeded',
      'the abort does not end',
    )
    return took
  } finally {
    await first.kill()
    await second?.stop()
  }
}

const rowOf = (db: Database, id: string | null) =>
  db.operation.findUniqueOrThrow({ where: { id: id ?? '' }, select: { state: true, leaseOwner: true } })

async function until(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (const late = performance.now() + patienceMs; !(await isSo()); await delay(5))
    if (performance.now() > late) throw new Error(otherwise)
}

function report(times: readonly number[]): BenchmarkResult {
  const middle = median(times)
  return {
    id: 'B10-leader',
    question: 'Of two consoles the one that works on an operation is lost: how long until the other goes on?',
    method: `Two processes of the console on one database and one cluster. One works on a push that waits for its pods and is killed by SIGKILL; measured until the other holds the operation, which then takes an abort to its end. ${times.length} rounds, each with new processes. Leases of client-go last 15 s by default.`,
    rows: [
      {
        what: 'the other console goes on',
        value: `${round(middle, 3)} ms (at most ${round(Math.max(...times), 3)})`,
        against: `${times.length} kills`,
        target: `≤ ${mostMs} ms`,
      },
    ],
    data: { takenMs: summary(times) },
    broken: middle <= mostMs ? [] : [`${round(middle, 4)} ms by the median, more than ${mostMs} ms`],
  }
}
