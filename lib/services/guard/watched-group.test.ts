import { describe, expect, it } from 'vitest'
import { probationMs } from './watched-group'

const minute = 60_000

/**
 * How often routes are written for a lane whose pods are ready and gone in turn: out when they go while it is in, back when
 * they have been ready as long as is asked of them.
 */
function writes(readyMs: number, goneMs: number, forMs: number): number {
  const losses: number[] = []
  let isIn = true
  let count = 0
  for (let now = 0; now < forMs; now += readyMs + goneMs) {
    const wait = probationMs(losses, now)
    if (!isIn && readyMs > wait) {
      isIn = true
      count += 1
    }
    if (isIn) {
      isIn = false
      count += 1
      losses.push(now + readyMs)
    }
  }
  return count
}

describe('a lane that comes and goes', () => {
  it.each([
    ['every second', 500, 500, 3],
    ['every ten seconds', 5_000, 5_000, 9],
    ['every minute', 30_000, 30_000, 13],
  ])('%s has its routes written so often at most in ten minutes', (_what, ready, gone, most) => {
    expect(writes(ready, gone, 10 * minute)).toBeLessThanOrEqual(most)
    expect(writes(ready, gone, 10 * minute)).toBeGreaterThan(1)
  })

  it('is believed at once after its first loss, then after 2 s, 4 s … 60 s, and again after ten quiet minutes', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 20].map((count) => probationMs(Array(count).fill(0), 1))
    expect(waits).toEqual([0, 0, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    expect(probationMs(Array(20).fill(0), 10 * minute)).toBe(0)
  })
})
