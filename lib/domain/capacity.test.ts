import { describe, expect, it } from 'vitest'
import { type Capacity, limitedTargets, withinCapacity } from './capacity'
import { LaneGroupDocument } from './lane-group'
import { configuredShares } from './shares'
import { mall, mallInput } from './testdata/mall'
import { randomFrom } from './testdata/random'

const capacity = (lane: string, share: number): Capacity => ({
  lane,
  application: 'spring-cloud-a',
  share,
  ready: 1,
  pods: 10,
  ratio: 2,
})
const weights = (given: Record<string, number>) =>
  Object.entries(given).map(([lane, weight]) => ({ lane, weight }))
const everyone = (given: Record<string, number>, more: object = {}) =>
  mall({
    rules: [
      {
        name: 'testers',
        match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
        targets: weights({ gray: 100 }),
      },
      { name: 'everyone', targets: weights(given), ...more },
    ],
  })
const limitTo = (share: number) => (_entry: unknown, lane: string) =>
  lane === 'gray' ? capacity('gray', share) : null

describe('a weight that the pods of a lane cannot carry', () => {
  it('is cut to what they can, and the rest stays on the baseline (Argo Rollouts #3372, #4612)', () => {
    const { document, limited } = withinCapacity(everyone({ baseline: 50, gray: 50 }), limitTo(0.2))
    expect(document.spec.rules[1]?.targets).toEqual(weights({ baseline: 80, gray: 20 }))
    expect(configuredShares(document)).toEqual([
      { lane: 'baseline', share: 0.8 },
      { lane: 'gray', share: 0.2 },
    ])
    expect(limited).toMatchObject([{ entry: 'web', rule: 'everyone', lane: 'gray', wanted: 0.5, given: 0.2 }])
    expect(LaneGroupDocument.safeParse(document).success).toBe(true)
  })

  it('is cut also when the lane was to take everything', () => {
    const { document } = withinCapacity(everyone({ gray: 100 }), limitTo(0.66667))
    expect(document.spec.rules[1]?.targets).toEqual(weights({ baseline: 34, gray: 66 }))
  })

  it('leaves rules by condition, and a document that the pods carry, as they are', () => {
    const same = everyone({ baseline: 90, gray: 10 })
    expect(withinCapacity(same, limitTo(0.2)).document).toBe(same)
    const { document } = withinCapacity(everyone({ baseline: 1, gray: 1 }), limitTo(0.2))
    expect(document.spec.rules[0]?.targets).toEqual(weights({ gray: 100 }))
  })

  it('never exceeds a capacity nor takes from a lane that has enough (1,000 random splits)', () => {
    const random = randomFrom(50)
    for (let round = 0; round < 1_000; round++) {
      const given: [string, number][] = ['gray', 'blue', 'green', 'baseline'].map((lane) => [
        lane,
        Math.floor(random() * 300),
      ])
      const wanted = new Map(given)
      const total = given.reduce((sum, [, weight]) => sum + weight, 0)
      if (total === 0) continue
      const cut = ['gray', 'blue'].map((lane): [string, number] => [lane, random()])
      const over = new Map(cut.filter(([lane, share]) => (wanted.get(lane) ?? 0) > share * total))
      const targets = limitedTargets(wanted, over)
      const sum = targets.reduce((all, { weight }) => all + weight, 0)
      for (const { lane, weight } of targets) {
        const before = (wanted.get(lane) ?? 0) / total
        expect(Number.isInteger(weight) && weight >= 0).toBe(true)
        if (over.has(lane)) expect(weight / sum).toBeLessThanOrEqual(over.get(lane) ?? 0)
        else if (lane !== 'baseline') expect(weight / sum).toBeCloseTo(before, 12)
        else expect(weight / sum).toBeGreaterThanOrEqual(before - 1e-12)
      }
    }
  })

  it('is a number above 0 in the document', () => {
    const ratio = (capacityRatio: number) => LaneGroupDocument.safeParse(mallInput({ capacityRatio })).success
    expect([ratio(0), ratio(-1), ratio(0.5), ratio(3)]).toEqual([false, false, true, true])
  })
})
