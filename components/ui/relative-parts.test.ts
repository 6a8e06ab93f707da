import { describe, expect, it } from 'vitest'
import { relativeParts } from './relative-parts'

const now = Date.parse('2026-01-01T00:00:00Z')

describe('relativeParts', () => {
  it.each([
    [-3, { value: -3, unit: 'second' }],
    [2, { value: 0, unit: 'second' }],
    [-100, { value: -2, unit: 'minute' }],
    [-3_500, { value: -1, unit: 'hour' }],
    [-86_400, { value: -1, unit: 'day' }],
    [-86_400 * 400, { value: -1, unit: 'year' }],
  ])('%d s', (seconds, expected) => {
    expect(relativeParts(now + seconds * 1000, now)).toEqual(expected)
  })
})
