import { describe, expect, it } from 'vitest'
import { configuredShares, expectedShares } from './shares'
import { mall } from './testdata/mall'
import { randomFrom } from './testdata/random'

const versions = [{ application: 'spring-cloud-a', image: 'a:2' }]
const everyone = (baseline: number, gray: number) => ({
  name: 'everyone',
  targets: [
    { lane: 'baseline', weight: baseline },
    { lane: 'gray', weight: gray },
  ],
})

describe('configuredShares', () => {
  it('sums to 1 for any weights, and gives each lane what its weight says', () => {
    const random = randomFrom(1)
    for (let round = 0; round < 500; round++) {
      const weights = ['baseline', 'gray', 'blue', 'red'].map((lane) => ({
        lane,
        weight: Math.floor(random() * 1_000_001),
      }))
      const lanes = [{ tag: 'gray' }, { tag: 'blue' }, { tag: 'red' }]
      const shares = configuredShares(mall({ lanes, rules: [{ name: 'everyone', targets: weights }] }))
      expect(shares.map(({ lane }) => lane)).toEqual(['baseline', 'gray', 'blue', 'red'])
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    }
  })

  it('gives everything to the baseline without a rule for everyone, or with weights that sum to 0', () => {
    const all = [
      { lane: 'baseline', share: 1 },
      { lane: 'gray', share: 0 },
    ]
    expect(configuredShares(mall())).toEqual(all)
    expect(configuredShares(mall({ rules: [everyone(0, 0)] }))).toEqual(all)
  })

  it('counts a parked lane as baseline', () => {
    const group = mall({ lanes: [{ tag: 'gray', state: 'parked', versions }], rules: [everyone(90, 10)] })
    expect(configuredShares(group)[0]).toEqual({ lane: 'baseline', share: 1 })
  })
})

describe('expectedShares', () => {
  const lanes = [{ tag: 'gray', versions }]

  it('is the weight where weights alone decide', () => {
    const group = mall({ lanes, rules: [everyone(90, 10)] })
    expect(expectedShares(group, 'spring-cloud-a')).toEqual([
      { lane: 'baseline', share: 0.9 },
      { lane: 'gray', share: 0.1 },
    ])
    expect(expectedShares(group, 'spring-cloud-b')).toEqual([{ lane: 'baseline', share: 1 }])
  })

  it('is unknown where a condition decides, but not for an application no lane has', () => {
    const group = mall()
    expect(expectedShares(group, 'spring-cloud-c')).toEqual([
      { lane: 'baseline', share: null },
      { lane: 'gray', share: null },
    ])
    expect(expectedShares(group, 'spring-cloud-b')).toEqual([{ lane: 'baseline', share: 1 }])
  })
})
