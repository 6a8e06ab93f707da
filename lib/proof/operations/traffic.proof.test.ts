import { availableParallelism, loadavg } from 'node:os'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { randomFrom } from '@/lib/domain/testdata/random'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { contextOf } from '@/lib/services/context'
import { startRouteGuard } from '@/lib/services/guard/route-guard'
import { startTestConsole, type TestConsole } from '@/lib/services/test-console'
import { checkInvariants } from './check-invariants'
import { startConstantLoad } from './constant-load'
import { openLife } from './life'
import { drawLife, kindOf } from './life-cycle'
import { type LifeLine, type LifePlace, lifeLines } from './life-lines'
import { furnish, imageOf, scale } from './life-place'
import { SlowestOperations } from './slowest-operations'
import { countOf, isFull, progress, provider, report, seed } from './test-settings'

const cycles = countOf({ short: 1, full: 100 })
const perSecond = 220
const between = isFull ? 6 : 3
vi.setConfig({ testTimeout: 120_000 + cycles * 120_000, hookTimeout: 120_000 })

/** Where there is no time for all: one whose rules are canaries, one whose rules are in one object. */
const shortened = ['mse', 'gateway-api']
const lines = lifeLines.filter((line) =>
  provider === '' ? isFull || shortened.includes(line.provider) : line.provider === provider,
)

let home: TestConsole
let runner: Runner
let guard: { stop(): void }
let client: ClusterClient

beforeAll(async () => {
  home = await startTestConsole()
  runner = await startRunner()
  guard = startRouteGuard(contextOf({ kind: 'system', id: 'console', name: 'console', role: 'admin' }))
  client = await clusterClient(home.as('admin'), { name: 'test' })
})
afterAll(async () => {
  guard?.stop()
  await runner?.stop()
  await home?.stop()
})

/** What the places of one provider share: the lives that wait to be lived, and what was done. */
type Course = {
  line: LifeLine
  next: number
  lived: number
  steps: Map<string, number>
  slowest: SlowestOperations
}

describe.each(lines)('under load through the gateway of $provider', (line) => {
  it('no request fails while lanes live their whole lives', async () => {
    const course: Course = { line, next: 0, lived: 0, steps: new Map(), slowest: new SlowestOperations() }
    const wanted = line.places.slice(0, cycles)
    const places: Awaited<ReturnType<typeof settle>>[] = []
    for (const place of wanted) places.push(await settle(course, place, perSecond / wanted.length))
    await Promise.all(places.map((place) => place.live())).finally(() =>
      Promise.all(places.map(({ load }) => load.stop())),
    )
    const ends = await Promise.all(places.map((place) => place.end()))
    const requests = sumOf(ends, ({ count }) => count)
    const rate = sumOf(ends, ({ perSecond: own }) => own)
    const complaints = places.flatMap(({ life }) => life.complaints)
    const steps = [...course.steps].map(([name, count]) => `${count} ${name}`).join(', ')
    report(
      'traffic',
      line.provider,
      `${cycles} lives (${steps}): ${requests} requests at ${rate.toFixed(0)}/s, ${complaints.length} wrong`,
    )
    report('traffic', `${line.provider}, slowest`, course.slowest.text())
    expect(complaints.slice(0, 10)).toEqual([])
    expect(sumOf(places, ({ life }) => life.judged)).toBe(requests)
    // A machine that has more to do than it can serves fewer.
    const isOverloaded = (loadavg()[0] ?? 0) > 2 * availableParallelism()
    if (isFull && !isOverloaded) expect(rate).toBeGreaterThanOrEqual(200)
  })
})

const sumOf = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0)

/** A group in its place, under its share of the load. */
async function settle(course: Course, place: LifePlace, rate: number) {
  const { line, steps, slowest } = course
  const { namespace, host } = place
  await furnish(client, place)
  const route = line.route?.(place)
  if (route) await client.apply(route, { force: false })
  // One pod of two may go at any time.
  for (const { name } of documentApplications(line)) await scale(client, { namespace, name, replicas: 2 })
  const images = new Set([await imageOf(client, namespace, line.application)])
  const through = line.through && (await imageOf(client, namespace, line.through))
  const group = `life-${line.provider}-${namespace}`
  const { chain } = line
  const life = await openLife({ home, client, line, place, seed, slowest }, group, { images, through, chain })
  const load = startConstantLoad({
    url: home.cluster.gateways[line.gateway] ?? '',
    host,
    samples: line.samples.map((sample) => ({ ...sample, host })),
    perSecond: rate,
    keepAlive: !line.passesConnections,
  })
  return {
    life,
    load,
    /** Lives one after the other, until there are enough. */
    async live(): Promise<void> {
      for (let cycle = course.next++; cycle < cycles; cycle = course.next++) {
        const manner = line.manners[cycle % line.manners.length] ?? line.manners[0]
        if (!manner) throw new Error('no manner of living')
        life.begin(manner)
        for (const step of drawLife(randomFrom(seed + cycle * 7_919), between, manner)) {
          const when = `seed ${seed} cycle ${cycle} ${kindOf(step)}`
          await life.take(step).catch((error: unknown) => {
            throw new Error(`${when}: ${error instanceof Error ? error.message : String(error)}`, {
              cause: error,
            })
          })
          steps.set(kindOf(step), (steps.get(kindOf(step)) ?? 0) + 1)
          life.judge(load, when)
        }
        expect(await checkInvariants(home.as('viewer'), group, life.acknowledged)).toEqual([])
        course.lived += 1
        progress(`traffic ${line.provider}, lives`, course.lived, cycles, 5)
      }
    },
    /** What was left to judge; the place is as it was found. */
    async end() {
      const reached = await load.stop()
      life.judge(load, 'the end')
      expect(await imageOf(client, namespace, line.application)).toBe(life.image)
      if (route) await remove(route)
      return reached
    },
  }
}

const documentApplications = ({ applications, manners }: LifeLine): { name: string }[] =>
  applications ?? manners[0]?.applications.map((name) => ({ name })) ?? []

async function remove(route: KubeObject): Promise<void> {
  const { uid = '' } = (await client.get(refOf(route))).metadata
  await client.remove(refOf(route), { uid, propagationPolicy: 'Background' })
}
