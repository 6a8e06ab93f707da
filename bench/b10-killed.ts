import { randomFrom } from '@/lib/domain/testdata/random'
import { failpoints } from '@/lib/operations/failpoint'
import { CrashConsole } from '@/lib/proof/operations/crash-console'
import { type Crash, CrashRig } from '@/lib/proof/operations/crash-rig'
import type { BenchmarkResult, Row } from './benchmark'
import { openCrashBench } from './crash-bench'
import { median, round, summary } from './statistics'

const briefly = process.env.BENCH_BRIEFLY === '1'
const rounds = briefly ? 1 : 3
const points = briefly ? failpoints.slice(0, 3) : failpoints
const mostMs = 2_000

/** The console is killed at every named place of an operation: how long after its restart has the same operation ended. */
export async function b10Killed(): Promise<BenchmarkResult> {
  const bench = await openCrashBench()
  const { ctx, cluster, bundle, env, db } = bench
  const console = new CrashConsole(bundle, env, db)
  try {
    const rig = new CrashRig({ ctx, client: cluster.client, console })
    await rig.open()
    const crashes: Crash[] = []
    for (let turn = 1; turn <= rounds; turn += 1)
      for await (const crash of rig.walk(points, randomFrom(turn))) crashes.push(crash)
    return report(crashes)
  } finally {
    await console.stop()
    await bench.close()
  }
}

const restsOf = (crashes: readonly Crash[]) =>
  crashes.flatMap(({ restMs }) => (restMs === null ? [] : [restMs]))

function rowOf(what: string, crashes: readonly Crash[]): Row[] {
  const rests = restsOf(crashes)
  if (rests.length === 0) return []
  const starts = crashes.map(({ startMs }) => startMs)
  return [
    {
      what,
      value: `${round(median(rests), 3)} ms (at most ${round(Math.max(...rests), 3)})`,
      against: `${rests.length} kills; the process starts in ${round(median(starts), 3)} ms`,
      target: `≤ ${mostMs} ms`,
    },
  ]
}

function report(crashes: readonly Crash[]): BenchmarkResult {
  const rests = restsOf(crashes)
  const middle = median(rests)
  return {
    id: 'B10-killed',
    question: 'How long after the restart has the operation ended in which the console was killed?',
    method: `kill -9 of the console's process at each of ${points.length} named places, in operations drawn from a seed (push, park, resume, clean, remove, promote by image and by switch, roll back, heal, abort); a new process is started at once. From when that takes up operations until the same operation has succeeded, without the time that it gives requests under way. ${rounds} rounds.`,
    rows: [
      ...rowOf('all places', crashes),
      ...points.flatMap((point) =>
        rowOf(
          `killed at ${point}`,
          crashes.filter((crash) => crash.point === point),
        ),
      ),
    ],
    data: {
      restMs: summary(rests),
      startMs: summary(crashes.map(({ startMs }) => startMs)),
      crashes,
    },
    broken: middle <= mostMs ? [] : [`${round(middle, 4)} ms by the median, more than ${mostMs} ms`],
  }
}
