import { describe, expect, it } from 'vitest'
import { enoughRequests, wilsonInterval } from '@/lib/domain/wilson-interval'
import { histogramQuantile } from './histogram-quantile'

describe('wilsonInterval', () => {
  // The bounds are the shares at which the score test is just refused: |observed - bound| = z * standard error at the bound.
  it.each([
    [1, 10],
    [50, 100],
    [301, 1000],
    [1, 100_000],
  ])('solves the score equation for %i of %i', (count, total) => {
    const bounds = wilsonInterval(count, total) ?? []
    expect(bounds).toHaveLength(2)
    for (const bound of bounds) {
      const error = Math.sqrt((bound * (1 - bound)) / total)
      expect(Math.abs(count / total - bound)).toBeCloseTo(1.959964 * error, 6)
    }
    expect(bounds[0]).toBeLessThan(count / total)
    expect(bounds[1]).toBeGreaterThan(count / total)
  })

  it('is exact at the ends', () => {
    expect(wilsonInterval(0, 20)?.[0]).toBe(0)
    expect(wilsonInterval(20, 20)?.[1]).toBe(1)
    expect(wilsonInterval(0, 20)?.[1]).toBeCloseTo(3.841459 / 23.841459, 6)
  })

  it('knows nothing without requests', () => {
    expect(wilsonInterval(0, 0)).toBeNull()
  })

  it('is within ten points whatever the share, from the number that is enough', () => {
    for (let count = 0; count <= enoughRequests; count++) {
      const [low, high] = wilsonInterval(count, enoughRequests) ?? [0, 1]
      expect(high - low).toBeLessThanOrEqual(0.2)
    }
  })
})

describe('histogramQuantile', () => {
  const inf = Number.POSITIVE_INFINITY
  const buckets = [
    { le: 0.1, count: 5 },
    { le: 0.2, count: 7 },
    { le: 1, count: 12 },
    { le: inf, count: 12 },
  ]
  it.each([
    [0, 0],
    [0.2, 0.048],
    [0.5, 0.15],
    [0.8, 0.2 + (0.8 * 2.6) / 5],
    [1, 1],
  ])('%f', (q, value) => {
    expect(histogramQuantile(q, buckets)).toBeCloseTo(value, 10)
  })

  it('gives the highest finite bound for what lies beyond it', () => {
    expect(
      histogramQuantile(0.99, [
        { le: 1, count: 1 },
        { le: 2, count: 2 },
        { le: inf, count: 50 },
      ]),
    ).toBe(2)
  })

  it('does not depend on the order and forgives a count below its predecessor', () => {
    const shuffled = [
      { le: inf, count: 10 },
      { le: 0.5, count: 9 },
      { le: 0.1, count: 10 },
    ]
    expect(histogramQuantile(0.5, shuffled)).toBeCloseTo(0.05, 10)
  })

  it('is unknown without observations, without finite buckets, without the infinite one', () => {
    expect(histogramQuantile(0.5, [])).toBeNull()
    expect(
      histogramQuantile(0.5, [
        { le: 1, count: 0 },
        { le: inf, count: 0 },
      ]),
    ).toBeNull()
    expect(histogramQuantile(0.5, [{ le: inf, count: 3 }])).toBeNull()
    expect(histogramQuantile(0.5, [{ le: 1, count: 3 }])).toBeNull()
  })
})
