import { rm } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { randomFrom } from '@/lib/domain/testdata/random'
import { type Failpoint, failpoints } from '@/lib/operations/failpoint'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { bundleConsole } from './console-process'
import { CrashConsole } from './crash-console'
import { crashKinds } from './crash-kinds'
import { type Crash, CrashRig } from './crash-rig'
import { countOf, isFull, report, seed } from './test-settings'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 })

const seeds = countOf({ short: 1, full: 20 })
/** Of each part of an operation one, where there is no time for all. */
const shortened: readonly Failpoint[] = [
  'before-commit',
  'after-commit',
  'applied',
  'pods-awaited',
  'superseded',
  'deleted',
]
const points = isFull ? failpoints : shortened

let home: TestConsole
let bundle: string
let console: CrashConsole
let rig: CrashRig
let begunAt = 0
const crashes: Crash[] = []

beforeAll(async () => {
  ;[home, bundle] = await Promise.all([startTestConsole({ demo: false }), bundleConsole()])
  const client = await clusterClient(home.as('admin'), { name: 'test' })
  const env = {
    NODE_ENV: 'test' as const,
    PATH: process.env.PATH,
    DATABASE_URL: home.database.url,
    LANEKEEPER_KEY_FILE: process.env.LANEKEEPER_KEY_FILE,
  }
  console = new CrashConsole(bundle, env, home.database.db)
  rig = new CrashRig({ ctx: home.as('viewer'), client, console })
  await rig.open()
  begunAt = performance.now()
})
afterAll(async () => {
  await console?.stop()
  await rm(bundle, { force: true })
  await home?.stop()
})

test.each(Array.from({ length: seeds }, (_, run) => seed + run))(
  'seed %i: killed at every place, the same operation goes on',
  async (own) => {
    for await (const crash of rig.walk(points, randomFrom(own * 1_000))) crashes.push(crash)
  },
)

test('it went on at once, by the median', () => {
  for (const point of points) {
    const own = crashes.filter((crash) => crash.point === point)
    const kinds = crashKinds.flatMap((kind) => {
      const count = own.filter((crash) => crash.kind === kind).length
      return count > 0 ? [`${kind} ${count}`] : []
    })
    report('crash', point, `${own.length} kills, ${figures(own)} (${kinds.join(', ')})`)
  }
  const each = Math.round((performance.now() - begunAt) / Math.max(1, crashes.length))
  report('crash', 'all', `${crashes.length} kills, ${figures(crashes)}; a kill costs ${each} ms`)
  expect(crashes).toHaveLength(seeds * points.length)
  // Of one case the machine's other work may take seconds; of most it does not, unless it has more to do than it can.
  const isOverloaded = (loadavg()[0] ?? 0) > availableParallelism()
  expect(middle(crashes.map(({ restMs }) => restMs))).toBeLessThan(
    isOverloaded ? 15_000 : isFull ? 2_000 : 5_000,
  )
})

function figures(some: readonly Crash[]): string {
  const rests = some.map(({ restMs }) => restMs)
  const whole = some.map(({ startMs, restMs }) => (restMs === null ? null : startMs + restMs))
  const longest = Math.max(0, ...rests.map((ms) => ms ?? 0))
  return `median ${middle(rests)} ms, longest ${Math.round(longest)}, median with the start ${middle(whole)}`
}

/** Of those that there are; 0 of none. */
function middle(values: readonly (number | null)[]): number {
  const sorted = values.filter((value) => value !== null).toSorted((one, other) => one - other)
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)
}
