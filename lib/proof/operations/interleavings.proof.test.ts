import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Database, openDatabase, type Transaction } from '@/lib/db/client'
import { fenced, type Lease, releaseLease, takeLease } from '@/lib/db/operation-leases'
import { saveProgress } from '@/lib/db/operation-progress'
import { findOperation } from '@/lib/db/operations'
import { unfinishedStates } from '@/lib/domain/operation'
import { pick, randomFrom } from '@/lib/domain/testdata/random'
import { AppError } from '@/lib/errors'
import { runOperation } from '@/lib/operations/run-operation'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { undoPromote } from '@/lib/operations/undo-promote'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import type { Role } from '@/lib/services/context'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { type Acknowledged, checkInvariants } from './check-invariants'
import { type ConsoleCall, callConsole } from './console-call'
import { explore } from './explore'
import {
  type Event,
  firstMachine,
  isRequest,
  type Machine,
  type Move,
  moved,
  verdictOf,
} from './group-machine'
import { lightDocument, lightLane, lightNamespace } from './light-groups'
import { countOf, isFull, progress, report, seed, shard } from './test-settings'

const depth = isFull ? 7 : 5
const replayEvery = isFull ? 100 : 1_200
const rounds = countOf({ short: 25, full: 10_000 })
vi.setConfig({ testTimeout: isFull ? 4 * 3_600_000 : 240_000, hookTimeout: 120_000 })

/** Groups in different namespaces take turns on two processors. */
const namespaces = ['one', 'two', 'three', 'four']
const isOurs = (index: number): boolean => index % shard.of === shard.index

let home: TestConsole
/** With as many connections as the console's own. */
let db: Database
const as = (role: Role) => ({ ...home.as(role), db })
beforeAll(async () => {
  home = await startTestConsole()
  db = openDatabase(home.database.url)
  const client = await clusterClient(home.as('admin'), { name: 'test' })
  for (const object of namespaces.flatMap(lightNamespace)) await client.apply(object, { force: false })
})
afterAll(async () => {
  await db?.$disconnect()
  await home?.stop()
})

describe('what becomes of requests', () => {
  const chosen: Move[][] = []

  it(`holds on every path of ${depth} moves`, () => {
    const { states, paths, broken } = explore(firstMachine, depth, (path, index) => {
      if (index % replayEvery === 0 && isOurs(index / replayEvery)) chosen.push([...path])
    })
    report(
      'interleavings',
      `depth ${depth}`,
      `${states} states, ${paths} paths, ${broken.length} rules broken`,
    )
    expect(broken.slice(0, 5)).toEqual([])
  })

  it('is so on Postgres and a cluster, too', async () => {
    let next = 0
    const differences: string[] = []
    const work = async (namespace: string) => {
      for (let at = next++; at < chosen.length; at = next++) {
        const path = chosen[at] ?? []
        const found = await replay(`path-${at}`, namespace, path)
        if (found !== null) differences.push(`${path.join(', ')}: ${found}`)
        progress('paths', at + 1, chosen.length, 250)
      }
    }
    await Promise.all(namespaces.map(work))
    report('interleavings', 'replayed', `${chosen.length} paths, ${differences.length} otherwise`)
    expect(differences.slice(0, 5)).toEqual([])
  })
})

/** Makes the moves for real; gives where the group and the machine are not alike, or null. */
async function replay(group: string, namespace: string, path: readonly Move[]): Promise<string | null> {
  const real = await openReal(group, namespace)
  try {
    return await firstDifference(real, path)
  } finally {
    await real.clear()
  }
}

async function firstDifference(
  real: Awaited<ReturnType<typeof openReal>>,
  path: readonly Move[],
): Promise<string | null> {
  let machine: Machine = firstMachine
  for (const [index, move] of path.entries()) {
    const next = moved(machine, move)
    if (next === null) return `${move} cannot be`
    const answer = isRequest(move) ? await real.ask(move, machine) : await real.happen(move)
    const expected = isRequest(move) ? expectedAnswer(machine, move) : outcomes[move]
    if (answer !== expected) return `${index}. ${move}: ${answer}, not ${expected}`
    const seen = JSON.stringify(await real.look())
    const wanted = JSON.stringify(lookOf(next))
    if (seen !== wanted) return `${index}. ${move}: ${seen}, not ${wanted}`
    machine = next
  }
  return null
}

const outcomes: Record<Event, string> = {
  take: 'taken',
  succeed: 'succeeded',
  fail: 'failed',
  stop: 'aborted',
}

function expectedAnswer(machine: Machine, move: Parameters<typeof verdictOf>[1]): string {
  const verdict = verdictOf(machine, move)
  if (verdict.answer !== 'refuse') return 'accepted'
  return verdict.because === 'living' ? 'StillLive' : 'Conflict'
}

const lookOf = ({ gone, revisions, pushed, line }: Machine) =>
  gone
    ? null
    : {
        revision: revisions.length,
        pushed,
        line: line.map(({ kind, revision, state, mustStop }) => ({ kind, revision, state, mustStop })),
      }

async function openReal(group: string, namespace: string) {
  const ctx = as('operator')
  const document = (isOpen: boolean) => lightDocument(group, { namespace, isOpen })
  await callConsole(ctx, { verb: 'save', group, document: document(true), ifRevision: null })
  const leases = new Map<string, Lease>()
  const unfinished = () =>
    db.operation.findMany({
      where: { groupName: group, state: { in: [...unfinishedStates] } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    })
  const run = async (id: string) => {
    const lease = leases.get(id)
    if (lease) await releaseLease(db, lease)
    const stopping = new AbortController().signal
    return runOperation(db, { operationId: id, owner: 'replay', stopping })
  }
  const callOf = (move: Move, { revisions }: Machine): ConsoleCall => {
    const isOpen = !(revisions.at(-1) ?? false)
    const last = revisions.length
    switch (move) {
      case 'save':
        return { verb: 'save', group, document: document(isOpen), ifRevision: last }
      case 'save stale':
        return { verb: 'save', group, document: document(isOpen), ifRevision: last - 1 }
      case 'rollback':
        return { verb: 'rollback', group, revision: 1 }
      case 'delete':
        return { verb: 'delete', group, retire: true }
      case 'push':
        return { verb: 'push', group }
      case 'park':
      case 'abort':
        return { verb: move, group, lane: lightLane }
      case 'promote':
        return { verb: move, group, lane: lightLane, strategy: 'image', after: 'park' }
      default:
        throw new Error(`${move} is no request`)
    }
  }
  return {
    async ask(move: Move, machine: Machine): Promise<string> {
      try {
        await callConsole(ctx, callOf(move, machine))
        return 'accepted'
      } catch (error) {
        if (error instanceof AppError) return error.code
        throw error
      }
    },
    async happen(event: Event): Promise<string> {
      const [first] = await unfinished()
      if (!first) return 'nothing in line'
      if (event === 'succeed' || event === 'stop') return run(first.id)
      if (event === 'take') {
        const taken = await takeLease(db, { operationId: first.id, owner: 'replay', leaseMs: 600_000 })
        if (taken.outcome === 'taken') leases.set(first.id, taken.lease)
        return taken.outcome
      }
      const lease = leases.get(first.id)
      if (!lease) return 'not taken'
      const error = { code: 'ApplyFailed', message: 'as it was told' }
      const operation = { state: 'failed' as const, error }
      const record = await findOperation(db, first.id)
      const write = async (tx: Transaction) => {
        if (record?.kind === 'promote') await undoPromote(tx, record)
        await saveProgress(tx, first.id, { objects: [], steps: [], operation })
      }
      await fenced(db, lease, write, record?.kind === 'promote' ? record.groupId : null)
      return 'failed'
    },
    async look() {
      const found = await db.laneGroup.findUnique({ where: { name: group } })
      if (!found) return null
      const line = (await unfinished()).map(({ kind, revisionNumber, state, abortRequested }) => ({
        kind,
        revision: revisionNumber,
        state: state === 'queued' ? 'queued' : 'running',
        mustStop: abortRequested,
      }))
      return { revision: found.revision, pushed: found.pushedRevision, line }
    },
    /** Leaves nothing to the next one of the namespace. */
    async clear() {
      const finish = async () => {
        for (const { id } of await unfinished()) await run(id)
      }
      await finish()
      if ((await db.laneGroup.findUnique({ where: { name: group } })) === null) return
      await callConsole(ctx, { verb: 'delete', group, retire: true })
      await finish()
    },
  }
}

describe('three actors at once', () => {
  let runner: Runner
  beforeAll(async () => {
    runner = await startRunner()
  })
  afterAll(() => runner?.stop())

  it('lose no edit, and are never kept from rolling back or aborting', async () => {
    const tally = new Map<string, number>()
    const broken: string[] = []
    const own = Array.from({ length: rounds }, (_, index) => index).filter(isOurs)
    let next = 0
    const work = async (namespace: string) => {
      for (let at = next++; at < own.length; at = next++) {
        const round = own[at] ?? 0
        const random = randomFrom(seed * 100_003 + round)
        broken.push(...(await interleave(`round-${round}`, namespace, random, tally)))
        progress('rounds', at + 1, own.length, 250)
      }
    }
    await Promise.all(namespaces.map(work))
    const counts = [...tally].sort().map(([what, count]) => `${count} ${what}`)
    report(
      'interleavings',
      'three actors',
      `${own.length} rounds: ${counts.join(', ')}; ${broken.length} broken`,
    )
    expect(broken.slice(0, 5)).toEqual([])
  })
})

const verbs = [
  'save',
  'save',
  'push',
  'push',
  'park',
  'resume',
  'rollback',
  'abort',
  'abort',
  'promote',
  'promote',
  'delete',
] as const

/** Three actors, each with a few requests, beside the runner; gives what does not hold then. */
async function interleave(
  group: string,
  namespace: string,
  random: () => number,
  tally: Map<string, number>,
): Promise<string[]> {
  const broken: string[] = []
  const acknowledged: Acknowledged & { revisions: Set<number>; operations: Set<string> } = {
    revisions: new Set(),
    operations: new Set(),
  }
  const titles = new Map<number, string>()
  const first = lightDocument(group, { namespace, isOpen: true, title: 'first' })
  await callConsole(as('operator'), { verb: 'save', group, document: first, ifRevision: null })
  let isDeleted = false

  const actor = async (name: string, plan: readonly { verb: (typeof verbs)[number]; pauseMs: number }[]) => {
    for (const [index, { verb, pauseMs }] of plan.entries()) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (verb === 'delete') isDeleted = true
      const title = `${name}${index}`
      const seen = await db.laneGroup.findUnique({ where: { name: group } })
      const call = callOf(verb, title, seen?.revision ?? 1)
      const outcome = await callConsole(as('operator'), call).then(
        ({ operation, revision }) => {
          if (operation) acknowledged.operations.add(operation)
          if (revision) acknowledged.revisions.add(revision)
          if (verb === 'save' && revision) titles.set(revision, title)
          return 'accepted'
        },
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      )
      tally.set(`${verb} ${outcome}`, (tally.get(`${verb} ${outcome}`) ?? 0) + 1)
      const isGone = isDeleted && outcome === 'NotFound'
      const isRefusable = verb !== 'rollback' && verb !== 'abort' && outcome === 'Conflict'
      if (outcome !== 'accepted' && !isGone && !isRefusable)
        broken.push(`${group}: ${verb} ended in ${outcome}`)
    }
  }
  const callOf = (verb: (typeof verbs)[number], title: string, revision: number): ConsoleCall => {
    switch (verb) {
      case 'save': {
        const document = lightDocument(group, { namespace, isOpen: title.length % 2 === 0, title })
        return { verb, group, document, ifRevision: revision }
      }
      case 'push':
        return { verb, group }
      case 'rollback':
        return { verb, group, revision: 1 }
      case 'delete':
        return { verb, group, retire: true }
      case 'promote':
        return { verb, group, lane: lightLane, strategy: 'image', after: pick(random, ['park', 'keep']) }
      default:
        return { verb, group, lane: lightLane }
    }
  }
  const plans = ['a', 'b', 'c'].map((name) => ({
    name,
    plan: Array.from({ length: 2 + Math.floor(random() * 3) }, () => ({
      verb: pick(random, verbs),
      pauseMs: Math.floor(random() * 60),
    })),
  }))
  await Promise.all(plans.map(({ name, plan }) => actor(name, plan)))
  await untilQuiet(group)
  const row = await db.laneGroup.findUnique({ where: { name: group } })
  if (row) {
    const revisions = await db.revision.findMany({ where: { groupId: row.id } })
    for (const [number, title] of titles) {
      const found = revisions.find((one) => one.number === number)
      if (!JSON.stringify(found?.document ?? null).includes(`"title":"${title}"`))
        broken.push(`${group}: save ${title} is not in revision ${number}`)
    }
  }
  broken.push(
    ...(await checkInvariants(as('viewer'), group, acknowledged)).map((line) => `${group}: ${line}`),
  )
  if (row) {
    await callConsole(as('operator'), { verb: 'delete', group, retire: true })
    await untilQuiet(group)
  }
  if (await db.laneGroup.findUnique({ where: { name: group } })) broken.push(`${group} is still there`)
  return broken
}

/** Waits until nothing of a group has work before it. Many groups are waited for at once, so each asks seldom. */
async function untilQuiet(group: string): Promise<void> {
  const where = { groupName: group, state: { in: [...unfinishedStates] } }
  const end = performance.now() + 60_000
  while ((await db.operation.count({ where })) > 0) {
    if (performance.now() > end) throw new Error(`${group} does not come to rest`)
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
}
