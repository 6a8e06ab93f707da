import { describe, expect, it } from 'vitest'
import { shareSegments } from './share-segments'

describe('shareSegments', () => {
  it('puts the baseline first and lanes in the order of creation', () => {
    const segments = shareSegments([
      { lane: 'b', colour: 1, share: 0.1 },
      { lane: 'a', colour: 0, share: 0.2 },
      { lane: 'baseline', colour: 0, share: 0.7 },
    ])
    expect(segments?.map(({ lane }) => lane)).toEqual(['baseline', 'a', 'b'])
    expect(segments?.map(({ start }) => Math.round(start))).toEqual([0, 70, 90])
  })
  it('marks where a part should end and where it may end', () => {
    const segments = shareSegments([
      { lane: 'baseline', colour: 0, share: 0.699, expected: 0.7, interval: [0.69, 0.71] },
      { lane: 'gray', colour: 0, share: 0.301, expected: 0.3, interval: [0.29, 0.31] },
    ])
    expect(segments?.[0]?.tick).toBeCloseTo(70)
    expect(segments?.[0]?.whisker?.[1]).toBeCloseTo(71)
    expect(segments?.[1]).toMatchObject({ tick: null, whisker: null })
  })
  it('is null when nothing is known', () => {
    expect(shareSegments([{ lane: 'baseline', colour: 0, share: null }])).toBeNull()
    expect(shareSegments([])).toBeNull()
  })
  it('shows no tick when conditions decide', () => {
    const segments = shareSegments([
      { lane: 'baseline', colour: 0, share: 0.5, expected: null },
      { lane: 'gray', colour: 0, share: 0.5, expected: null },
    ])
    expect(segments?.[0]?.tick).toBeNull()
  })
})
