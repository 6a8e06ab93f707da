import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Database, Transaction } from '@/lib/db/client'
import { fenced, type Lease, releaseLease, takeLease } from '@/lib/db/operation-leases'
import { saveProgress } from '@/lib/db/operation-progress'
import { findOperation } from '@/lib/db/operations'
import { unfinishedStates } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { runOperation } from '@/lib/operations/run-operation'
import { undoPromote } from '@/lib/operations/undo-promote'
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
import { lightDocument, lightLane } from './light-groups'
import { isOurs, type LightHome, namespaces, startLightHome } from './light-home'
import { isFull, progress, report } from './test-settings'

const depth = isFull ? 7 : 5
const replayEvery = isFull ? 100 : 1_200
vi.setConfig({ testTimeout: isFull ? 4 * 3_600_000 : 240_000, hookTimeout: 120_000 })

let home: LightHome
let db: Database
beforeAll(async () => {
  home = await startLightHome()
  db = home.db
})
afterAll(() => home?.stop())

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
  const ctx = home.as('operator')
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
