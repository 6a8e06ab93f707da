import { expect, test } from 'vitest'
import { AdaptiveLimiter, type Verdict } from './adaptive-limiter'

async function run(limiter: AdaptiveLimiter, count: number, verdict: Verdict): Promise<void> {
  const work = Array.from({ length: count }, () =>
    limiter.run(
      async () => {},
      () => verdict,
    ),
  )
  await Promise.all(work)
}

test('lets more through while all goes well, up to its most', async () => {
  const limiter = new AdaptiveLimiter({ start: 4, most: 16 })
  await run(limiter, 40, 'fine')
  expect(limiter.limit).toBe(16)
})

test('does not learn from what it was not asked: few requests do not raise it', async () => {
  const limiter = new AdaptiveLimiter({ start: 4, most: 16 })
  for (let turn = 0; turn < 20; turn += 1) await run(limiter, 1, 'fine')
  expect(limiter.limit).toBe(4)
})

test('halves when answers are slow, goes to one when the server is overloaded, and never stops', async () => {
  const limiter = new AdaptiveLimiter({ start: 8, most: 16 })
  await run(limiter, 1, 'slow')
  expect(limiter.limit).toBe(4)
  await run(limiter, 1, 'overloaded')
  expect(limiter.limit).toBe(1)
  await run(limiter, 3, 'overloaded')
  expect(limiter.limit).toBe(1)
  await run(limiter, 200, 'fine')
  expect(limiter.limit).toBeGreaterThan(4)
})
