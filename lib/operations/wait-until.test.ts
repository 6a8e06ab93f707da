import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { waitUntil } from './wait-until'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('asks again after the time that the check gives', async () => {
  let asked = 0
  const done = waitUntil({
    watched: [],
    check: () => ++asked === 3 || 1_000,
    signal: new AbortController().signal,
  })
  await vi.advanceTimersByTimeAsync(999)
  expect(asked).toBe(1)
  await vi.advanceTimersByTimeAsync(1_500)
  await done
  expect(asked).toBe(3)
})

it('waits where the deadline is the largest that a Deployment can have, instead of asking every millisecond', async () => {
  let asked = 0
  const ending = new AbortController()
  const check = () => {
    asked += 1
    return (2 ** 31 - 1) * 1_000
  }
  const done = waitUntil({ watched: [], check, signal: ending.signal })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(1)
  ending.abort(new Error('the test is over'))
  await expect(done).rejects.toThrow('the test is over')
})
