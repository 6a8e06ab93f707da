import { rm } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { pick, randomFrom } from '@/lib/domain/testdata/random'
import { type Failpoint, failpoints } from '@/lib/operations/failpoint'
import { demoDocument, startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { type Acknowledged, checkInvariants } from './check-invariants'
import type { ConsoleCall } from './console-call'
import { bundleConsole, type ConsoleProcess, startConsoleProcess } from './console-process'
import { countOf, isFull, report, seed } from './test-settings'

const seeds = countOf({ short: 1, full: 20 })
vi.setConfig({ testTimeout: 60_000 + seeds * 60_000, hookTimeout: 120_000 })

const group = 'crash'
const lane = 'gray'
type Kind = 'push' | 'park' | 'resume' | 'remove' | 'rollback' | 'abort'
/** What stands on the cluster: nothing of the lane, all of it, or its rules without pods. */
type Standing = 'none' | 'active' | 'parked'

/** What has to stand before an operation of this kind, and what stands after it. */
const kinds: Record<Kind, { from: readonly Standing[]; to: Standing }> = {
  push: { from: ['none'], to: 'active' },
  resume: { from: ['parked'], to: 'active' },
  park: { from: ['active'], to: 'parked' },
  remove: { from: ['active', 'parked'], to: 'none' },
  rollback: { from: ['none'], to: 'active' },
  abort: { from: ['none'], to: 'none' },
}
const all = Object.keys(kinds) as Kind[]
const making: readonly Kind[] = ['push', 'resume', 'rollback']
const closing: readonly Kind[] = ['park', 'remove']
/** The operations that come by a place; those of the others come by all. */
const reachedBy: Partial<Record<Failpoint, readonly Kind[]>> = {
  intended: [...making, 'park'],
  applied: [...making, 'park'],
  patched: ['push', 'remove'],
  noted: [...making, ...closing],
  'pods-awaited': making,
  'endpoints-awaited': making,
  draining: closing,
  deleted: ['remove'],
  superseded: ['abort'],
}
/** Of each part of an operation one, where there is no time for all. */
const shortened: readonly Failpoint[] = [
  'before-commit',
  'after-commit',
  'applied',
  'pods-awaited',
  'superseded',
  'deleted',
]

let home: TestConsole
let bundle: string
let standing: Standing = 'none'
let revision: number | null = null
let spare: ConsoleProcess | null = null
const consoles: ConsoleProcess[] = []
const acknowledged: Acknowledged & { revisions: Set<number>; operations: Set<string> } = {
  revisions: new Set(),
  operations: new Set(),
}
/** Milliseconds from the restarted console taking up operations to the operation's end. */
const recovered = new Map<Failpoint, number[]>()

beforeAll(async () => {
  ;[home, bundle] = await Promise.all([startTestConsole(), bundleConsole()])
})
afterAll(async () => {
  for (const one of consoles) await one.stop()
  await rm(bundle, { force: true })
  await home?.stop()
})

const points = isFull ? failpoints : shortened
test.each(points)('kill -9 at %s: the same operation goes on', async (point) => {
  for (let run = 0; run < seeds; run++) {
    const random = randomFrom(seed + run * 1_000 + failpoints.indexOf(point))
    const kind = pick(random, reachedBy[point] ?? all)
    await crashOnce(point, kind, random() < 0.6 ? 1 : 2)
  }
})

test('it went on at once, by the median', () => {
  const times = [...recovered.values()].flat()
  for (const [point, own] of recovered) report('crash', point, `${own.length} kills, ${median(own)} ms`)
  report(
    'crash',
    'all',
    `${times.length} kills, median ${median(times)} ms, longest ${Math.max(...times)} ms`,
  )
  // Of one case the machine's other work may take seconds; of most it does not, unless it has more to do than it can.
  const isOverloaded = (loadavg()[0] ?? 0) > availableParallelism()
  expect(median(times)).toBeLessThan(isOverloaded ? 15_000 : 5_000)
})

/** Prepares what the operation needs, kills the console in it, starts another and looks at what became of it. */
async function crashOnce(point: Failpoint, kind: Kind, hit: number): Promise<void> {
  const what = `${point}:${hit} of ${kind}`
  await lookAround()
  // What was parked has been drained before.
  const from = point === 'draining' ? 'active' : pick(randomFrom(hit), kinds[kind].from)
  const calls = await prepare(kind, from)
  await spare?.stop()
  spare = null
  const before = await newest()
  const died = await killedIn(calls, `${point}:${hit}`)
  if (!died && hit > 1) {
    // It does not come by so often: then at the first time, of another one of the kind.
    await startSpare()
    return crashOnce(point, kind, 1)
  }
  expect(died, `${what} was not reached`).toBe(true)
  const begun = await newest()
  await startSpare()
  const restarted = performance.now()
  if (point === 'before-commit') {
    expect(begun?.id, what).toBe(before?.id)
    expect((await home.database.db.laneGroup.findUnique({ where: { name: group } }))?.revision).toBe(revision)
  } else {
    expect(begun?.id, what).not.toBe(before?.id)
    await ended(begun?.id ?? '', what)
    recovered.set(point, [...(recovered.get(point) ?? []), Math.round(performance.now() - restarted)])
    expect((await newest())?.id, what).toBe(begun?.id)
  }
  expect(await checkInvariants(home.as('viewer'), group, acknowledged), what).toEqual([])
}

/** Calls of which the last one is the operation that is to be killed. */
async function prepare(kind: Kind, from: Standing): Promise<ConsoleCall[]> {
  await bring(from)
  switch (kind) {
    case 'push':
      await save([lane])
      return [{ verb: 'push', group }]
    case 'abort':
      await save([lane])
      return [
        { verb: 'push', group },
        { verb: 'abort', group, lane },
      ]
    case 'rollback':
      return [{ verb: 'rollback', group, revision: await revisionWithLane() }]
    default:
      return [{ verb: kind, group, lane }]
  }
}

/** Brings the group to a state by a console that lives. */
async function bring(wanted: Standing): Promise<void> {
  const console = spare ?? (await startSpare())
  const done = async (call: ConsoleCall) => {
    const { operation } = acknowledge(await console.call(call))
    await ended(operation ?? '', call.verb)
  }
  if (revision === null) await save([])
  if (standing === wanted) return
  if (wanted === 'none') await done({ verb: 'remove', group, lane })
  else if (standing === 'none') {
    await save([lane])
    await done({ verb: 'push', group })
    if (wanted === 'parked') await done({ verb: 'park', group, lane })
  } else await done({ verb: wanted === 'parked' ? 'park' : 'resume', group, lane })
  await lookAround()
  expect(standing).toBe(wanted)
}

/** What the group is, and what its last push that succeeded left of the lane. */
async function lookAround(): Promise<void> {
  const { db } = home.database
  const found = await db.laneGroup.findUnique({ where: { name: group } })
  revision = found?.revision ?? null
  const pushed = found?.pushedRevision
    ? await db.revision.findFirstOrThrow({ where: { groupId: found.id, number: found.pushedRevision } })
    : null
  const lanes = pushed ? LaneGroupDocument.parse(pushed.document).spec.lanes : []
  standing = lanes[0]?.state === 'active' ? 'active' : lanes[0] ? 'parked' : 'none'
}

async function save(tags: readonly string[]): Promise<void> {
  const console = spare ?? (await startSpare())
  const document = documentOf(tags)
  const answer = acknowledge(await console.call({ verb: 'save', group, document, ifRevision: revision }))
  revision = answer.revision
}

/** Whether the console died in the last of the calls or in what it began. */
async function killedIn(calls: readonly ConsoleCall[], failpoint: string): Promise<boolean> {
  const armed = await startConsoleProcess(bundle, { ...environment(), LANEKEEPER_FAILPOINT: failpoint })
  consoles.push(armed)
  let last: string | null = null
  for (const call of calls) {
    try {
      last = acknowledge(await armed.call(call)).operation
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'the console died') throw error
    }
  }
  const over = last === null ? new Promise<never>(() => {}) : ended(last, `${failpoint}: nobody was killed`)
  const signal = await Promise.race([armed.ended, over.then(() => 'over' as const)])
  // At the very end both happen at once.
  if (signal === 'SIGKILL') return true
  const late = await Promise.race([armed.ended, new Promise((resolve) => setTimeout(resolve, 300))])
  if (late !== 'SIGKILL') await armed.stop()
  return late === 'SIGKILL'
}

function acknowledge<Answer extends { operation: string | null; revision: number | null }>(answer: Answer) {
  if (answer.operation !== null) acknowledged.operations.add(answer.operation)
  if (answer.revision !== null && answer.revision > 0) acknowledged.revisions.add(answer.revision)
  return answer
}

async function startSpare(): Promise<ConsoleProcess> {
  spare = await startConsoleProcess(bundle, environment())
  consoles.push(spare)
  return spare
}

const environment = (): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  PATH: process.env.PATH,
  DATABASE_URL: home.database.url,
  LANEKEEPER_KEY_FILE: process.env.LANEKEEPER_KEY_FILE,
})

async function ended(id: string, what: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const found = await findOperationDetail(home.database.db, id)
        const isWrong = found?.state === 'failed' || found?.state === 'aborted'
        return isWrong ? `${found.state} ${JSON.stringify(found.error)}` : found?.state
      },
      { timeout: 30_000, interval: 20, message: what },
    )
    .toBe('succeeded')
}

const newest = () =>
  home.database.db.operation.findFirst({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })

async function revisionWithLane(): Promise<number> {
  const { db } = home.database
  const { id } = await db.laneGroup.findUniqueOrThrow({ where: { name: group } })
  const revisions = await db.revision.findMany({ where: { groupId: id }, orderBy: { number: 'desc' } })
  const found = revisions.find(({ document }) => {
    const { lanes } = LaneGroupDocument.parse(document).spec
    return lanes.some(({ state }) => state === 'active')
  })
  if (found) return found.number
  await save([lane])
  const number = revision ?? 0
  await save([])
  return number
}

function documentOf(tags: readonly string[]) {
  const version = (letter: string) => ({
    application: `spring-cloud-${letter}`,
    image: `registry.example.com/spring-cloud-${letter}:1.1.0`,
    replicas: 1,
    patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
  })
  const targets = [{ lane: 'baseline', weight: 80 }, ...tags.map((tag) => ({ lane: tag, weight: 20 }))]
  return demoDocument(group, {
    lanes: tags.map((tag) => ({ tag, versions: [version('a'), version('c')] })),
    rules: [{ name: 'everyone', targets }],
  })
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
