import { describe, expect, it } from 'vitest'
import { isZeroCount, readPodCount, rolloutBounds } from './rollout-bounds'

const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
  type: 'RollingUpdate' as const,
  maxSurge,
  maxUnavailable,
})

describe('rolloutBounds', () => {
  it.each([
    [rolling(1, 1), 3, { surge: 1, unavailable: 1, most: 4, least: 2 }],
    [rolling('25%', '25%'), 3, { surge: 1, unavailable: 0, most: 4, least: 3 }],
    [rolling('25%', '50%'), 4, { surge: 1, unavailable: 2, most: 5, least: 2 }],
    [rolling(0, '10%'), 4, { surge: 0, unavailable: 1, most: 4, least: 3 }],
    [rolling(2, 5), 3, { surge: 2, unavailable: 3, most: 5, least: 0 }],
    [rolling('25%', '25%'), 0, { surge: 0, unavailable: 0, most: 0, least: 0 }],
    [{ ...rolling(1, 1), type: 'Recreate' as const }, 3, { surge: 0, unavailable: 3, most: 3, least: 0 }],
  ])('%j of %i pods', (strategy, desired, bounds) => {
    expect(rolloutBounds(strategy, desired)).toEqual(bounds)
  })
})

it('reads counts as people write them', () => {
  expect(['2', ' 0 ', '25%', '100%', '101%', '-1', '1.5', ''].map(readPodCount)).toEqual([
    2,
    0,
    '25%',
    '100%',
    null,
    null,
    null,
    null,
  ])
  expect(['0%', 0, 1, '10%'].map(isZeroCount)).toEqual([true, true, false, false])
})
