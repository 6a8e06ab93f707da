import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BareServer, startBareServer } from '@/lib/sandbox/api/bare-server'
import { kinds } from '@/lib/sandbox/store/kinds'
import { type FaultBench, openFaultBench } from './fault-bench'
import type { Fault, Seen } from './fault-proxy'
import { createReflector, type Reflector, type ReflectorTimes } from './reflector'

let server: BareServer
let bench: FaultBench
let reflector: Reflector | undefined

beforeEach(async () => {
  server = await startBareServer()
  bench = await openFaultBench(server, { attempts: 1 })
})
afterEach(async () => {
  reflector?.close()
  await bench.close()
  await server.close()
})

const isWatch = ({ path }: Seen) => path.includes('watch=1')
const watches = () => bench.proxy.seen.filter(isWatch)
const lists = () => bench.proxy.seen.filter((seen) => !isWatch(seen))

/** Misbehaves at the first watches only. */
const onWatch = (...faults: (Fault | undefined)[]) => {
  bench.proxy.fault = (seen) => (isWatch(seen) ? faults[watches().length - 1] : undefined)
}
function follow(times: Partial<ReflectorTimes> = {}): Reflector {
  reflector = createReflector(
    {
      cluster: 'prod',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'default',
      path: async () => '/api/v1/namespaces/default/configmaps',
      transport: bench.transport,
    },
    { backoffCapMs: 100, ...times },
  )
  return reflector
}
const make = (name: string, data: Record<string, string> = {}) =>
  server.store.create(
    kinds.configMaps,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data },
    { manager: 'test' },
  )
const drop = (name: string) => server.store.remove(kinds.configMaps, 'default', name)
const stored = () =>
  server.store
    .list(kinds.configMaps, { namespace: 'default' })
    .map(({ metadata }) => `${metadata.name} ${metadata.uid}`)
const followed = () =>
  (reflector?.list() ?? []).map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort()
const inStep = (timeout = 5_000) => expect.poll(followed, { timeout, interval: 10 }).toEqual(stored())

/** What a screen is told: one line for each change. */
function tell(of: Reflector): string[] {
  const told: string[] = []
  of.subscribe(({ ref, object }) =>
    told.push(ref === null ? 'list' : `${ref.name} ${object ? 'is' : 'gone'}`),
  )
  return told
}
const status = (code: number, reason: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: reason,
  reason,
  code,
})
const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`

test('28. connection cut: reconnects within 1 s, no event is lost, none comes twice', async () => {
  const copy = follow()
  await copy.ready
  const told = tell(copy)
  make('before')
  await inStep()
  bench.proxy.relay.cut()
  const cutAt = performance.now()
  make('during')
  await inStep(1_000)
  expect(performance.now() - cutAt).toBeLessThan(1_000)
  make('after')
  await inStep()
  expect(told).toEqual(['before is', 'during is', 'after is'])
  expect(lists()).toHaveLength(1)
})

test('29. half-open TCP: the watchdog takes the silent connection for dead', async () => {
  const copy = follow({ idleMs: 300 })
  await copy.ready
  make('before')
  await inStep()
  bench.proxy.relay.freeze()
  make('during')
  await inStep(6_000)
  await expect.poll(() => copy.problem(), { timeout: 5_000 }).toBeNull()
})

test('a watch that is taken and never answered is asked for anew, long before a silent one', async () => {
  onWatch({ do: 'hang' })
  const copy = follow({ openMs: 300 })
  await copy.ready
  make('meanwhile')
  await inStep()
  expect(watches()).toHaveLength(2)
})

test.each<[string, () => Fault]>([
  ['in the stream', () => ({ do: 'say', lines: [line('ERROR', status(410, 'Expired'))], end: true })],
  ['as HTTP status', () => ({ do: 'answer', status: 410, body: status(410, 'Expired') })],
])('30. 410 %s: lists again after a random pause', async (_way, fault) => {
  onWatch(fault())
  const copy = follow()
  await copy.ready
  const told = tell(copy)
  make('meanwhile')
  await inStep()
  expect(lists()).toHaveLength(2)
  expect(told).toContain('list')
})

test.each([500, 429])('31. %i on watch: goes on with growing pauses, not dead for ever', async (code) => {
  const refused: Fault = { do: 'answer', status: code, body: status(code, 'x') }
  onWatch(refused, refused, refused)
  const copy = follow()
  await copy.ready
  make('meanwhile')
  await inStep()
  expect(copy.counts()).toEqual({ lists: 1, watches: 4, broken: 0 })
  expect(copy.problem()).toBeNull()
})

test('32. bookmarks only: goes on from the last bookmark', async () => {
  const bookmark = (version: number) =>
    line('BOOKMARK', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { resourceVersion: String(version) } })
  const now = server.store.resourceVersion
  onWatch({ do: 'say', lines: [1, 2, 3].map((later) => bookmark(now + later)), end: true })
  const copy = follow()
  await copy.ready
  for (const name of ['a', 'b', 'c'])
    server.store.create(
      kinds.secrets,
      { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'default' } },
      { manager: 'test' },
    )
  await expect.poll(() => watches().length, { timeout: 5_000 }).toBeGreaterThan(1)
  expect(watches()[1]?.path).toContain(`resourceVersion=${now + 3}`)
  expect(copy.counts().lists).toBe(1)
})

test('33. a broken line, an event cut anywhere, 5 MB in one line: counted, listed again, no crash', async () => {
  make('first')
  const huge = line('ADDED', { metadata: { name: 'huge' }, data: 'x'.repeat(5 * 1024 * 1024) })
  onWatch(
    { do: 'say', lines: ['{"type":"ADDED","object":{"metadata":\n'] },
    { do: 'say', lines: [huge] },
    { do: 'drip', bytes: 7, everyMs: 0 },
  )
  const copy = follow()
  await copy.ready
  await expect.poll(() => copy.counts().broken, { timeout: 5_000 }).toBe(2)
  await expect.poll(() => watches().length, { timeout: 5_000 }).toBe(3)
  make('dripped', { title: '泳道' })
  await inStep()
  expect(copy.counts()).toEqual({ lists: 3, watches: 3, broken: 2 })
  expect(copy.list().find(({ metadata }) => metadata.name === 'dripped')?.data).toEqual({ title: '泳道' })
})

test('34. events twice and out of order, an object made anew: the uid wins', async () => {
  const seen: string[] = []
  const shuffled: Fault = {
    do: 'lines',
    of: (text) => {
      seen.push(text)
      // Each event comes with all those before it once more, the latest first.
      return [...seen].reverse()
    },
  }
  onWatch(shuffled)
  const copy = follow()
  await copy.ready
  const told = tell(copy)
  const first = make('again')
  drop('again')
  const second = make('again')
  make('last')
  await inStep()
  expect(first.metadata.uid).not.toBe(second.metadata.uid)
  expect(copy.list().find(({ metadata }) => metadata.name === 'again')?.metadata.uid).toBe(
    second.metadata.uid,
  )
  expect(told).toEqual(['again is', 'again gone', 'again is', 'last is'])
})

test('35. 10,000 events in a burst: all taken on one watch, only the latest state kept', async () => {
  const copy = follow()
  await copy.ready
  make('first')
  await inStep()
  let events = 0
  copy.subscribe(() => {
    events += 1
  })
  for (let index = 0; index < 10_000; index += 1) {
    if (index % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
    if (index < 100) make(`burst-${index}`)
    else
      server.store.update(
        kinds.configMaps,
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: `burst-${index % 100}`, namespace: 'default' },
          data: { index: String(index) },
        },
        { manager: 'test' },
      )
  }
  await expect.poll(() => events, { timeout: 10_000 }).toBe(10_000)
  await inStep()
  expect(copy.list()).toHaveLength(stored().length)
  expect(copy.counts()).toEqual({ lists: 1, watches: 1, broken: 0 })
})
