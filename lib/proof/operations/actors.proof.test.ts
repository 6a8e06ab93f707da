import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Database } from '@/lib/db/client'
import { unfinishedStates } from '@/lib/domain/operation'
import { pick, randomFrom } from '@/lib/domain/testdata/random'
import { AppError } from '@/lib/errors'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { type Acknowledged, checkInvariants } from './check-invariants'
import { type ConsoleCall, callConsole } from './console-call'
import { lightDocument, lightLane } from './light-groups'
import { isOurs, type LightHome, namespaces, startLightHome } from './light-home'
import { countOf, isFull, progress, report, seed } from './test-settings'

const rounds = countOf({ short: 25, full: 10_000 })
vi.setConfig({ testTimeout: isFull ? 4 * 3_600_000 : 240_000, hookTimeout: 120_000 })

let home: LightHome
let db: Database
let runner: Runner
beforeAll(async () => {
  home = await startLightHome()
  db = home.db
  runner = await startRunner()
})
afterAll(async () => {
  await runner?.stop()
  await home?.stop()
})

it('three actors at once lose no edit, and are never kept from rolling back or aborting', async () => {
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
  report('actors', 'three at once', `${own.length} rounds: ${counts.join(', ')}; ${broken.length} broken`)
  expect(broken.slice(0, 5)).toEqual([])
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
  await callConsole(home.as('operator'), { verb: 'save', group, document: first, ifRevision: null })
  let isDeleted = false

  const actor = async (name: string, plan: readonly { verb: (typeof verbs)[number]; pauseMs: number }[]) => {
    for (const [index, { verb, pauseMs }] of plan.entries()) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (verb === 'delete') isDeleted = true
      const title = `${name}${index}`
      const seen = await db.laneGroup.findUnique({ where: { name: group } })
      const call = callOf(verb, title, seen?.revision ?? 1)
      const outcome = await callConsole(home.as('operator'), call).then(
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
    ...(await checkInvariants(home.as('viewer'), group, acknowledged)).map((line) => `${group}: ${line}`),
  )
  if (row) {
    await callConsole(home.as('operator'), { verb: 'delete', group, retire: true })
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
