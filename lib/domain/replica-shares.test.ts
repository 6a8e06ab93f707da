import { describe, expect, it } from 'vitest'
import { replicaShares } from './replica-shares'

const one = (replicas: number, percent: number) => {
  const [share] = replicaShares({
    baseline: { replicas, weight: 100 - percent },
    lanes: [{ lane: 'gray', weight: percent }],
  })
  return share
}

describe('replicaShares', () => {
  it.each([
    [3, 25, 1, 0.25],
    [9, 10, 1, 0.1],
    [1, 50, 1, 0.5],
    [1, 10, 1, 0.5],
    [3, 10, 1, 0.25],
    [10, 33, 5, 1 / 3],
    [2, 99, 198, 0.99],
    [4, 0, 0, 0],
  ])('gives beside %i pods for %i %% %i pods', (replicas, percent, count, real) => {
    expect(one(replicas, percent)).toMatchObject({ replicas: count, wanted: percent / 100 })
    expect(one(replicas, percent)?.real).toBeCloseTo(real)
  })

  it('is never farther from the share than one pod more or less would be, but for the last one', () => {
    for (let replicas = 1; replicas <= 12; replicas++)
      for (let percent = 1; percent < 100; percent++) {
        const found = one(replicas, percent)
        const ratio = percent / (100 - percent)
        const off = (count: number) => Math.abs(count / replicas - ratio)
        const count = found?.replicas ?? 0
        expect(off(count)).toBeLessThanOrEqual(off(count + 1) + 1e-12)
        if (count > 1) expect(off(count)).toBeLessThanOrEqual(off(count - 1) + 1e-12)
      }
  })

  it('shares among several lanes', () => {
    const lanes = [
      { lane: 'gray', weight: 20 },
      { lane: 'blue', weight: 10 },
    ]
    const found = replicaShares({ baseline: { replicas: 7, weight: 70 }, lanes })
    expect(found.map(({ replicas, real }) => [replicas, real])).toEqual([
      [2, 0.2],
      [1, 0.1],
    ])
  })
})
