import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createWorkQueue } from './work-queue'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('works a key off once however often it was added, and again when its time has come', async () => {
  const worked: string[] = []
  const queue = createWorkQueue('test', (key) => worked.push(key))
  queue.add('a')
  queue.add('a')
  queue.addAfter('b', 1_000)
  await vi.advanceTimersByTimeAsync(500)
  expect(worked).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(600)
  expect(worked).toEqual(['a', 'b'])
  queue.stop()
})

it('lets a key wait that is due after more milliseconds than a timer can count', async () => {
  const worked: string[] = []
  const queue = createWorkQueue('test', (key) => worked.push(key))
  queue.addAfter('a', 2_000_000_000 * 1_000)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(worked).toEqual([])
  queue.stop()
})

it('tries a key again that failed, and reports the third failure', async () => {
  const reports: string[] = []
  let tries = 0
  const reconcile = () => {
    tries += 1
    if (tries <= 3) throw new Error(`failure ${tries}`)
  }
  const queue = createWorkQueue('test', reconcile, (message) => reports.push(message))
  queue.add('a')
  await vi.advanceTimersByTimeAsync(10_000)
  expect([tries, reports]).toEqual([4, ['test a: failure 3']])
  queue.stop()
})
