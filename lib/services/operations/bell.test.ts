import { afterEach, expect, test, vi } from 'vitest'
import { createBell } from './bell'

afterEach(() => {
  vi.useRealTimers()
})

test('35. 10,000 events in a second: at most ten frames, and the last event is seen', async () => {
  vi.useFakeTimers()
  const stop = new AbortController()
  const bell = createBell(stop.signal)
  let events = 0
  const frames: number[] = []
  const client = (async () => {
    while (!stop.signal.aborted) {
      await bell.wait(3_000)
      frames.push(events)
    }
  })()
  for (let ms = 0; ms < 1_000; ms += 1) {
    for (let index = 0; index < 10; index += 1) {
      events += 1
      bell.ring()
    }
    await vi.advanceTimersByTimeAsync(1)
  }
  await vi.advanceTimersByTimeAsync(100)
  expect(frames.length).toBeLessThanOrEqual(11)
  expect(frames.at(-1)).toBe(10_000)
  stop.abort()
  await client
})

test('a client that leaves is not waited for', async () => {
  const stop = new AbortController()
  const bell = createBell(stop.signal)
  const waiting = bell.wait(60_000)
  stop.abort()
  await waiting
})
