import { expect, it } from 'vitest'
import { formatCount, formatDuration, formatErrorRate, formatRate } from './figures'

it('tells unknown from none', () => {
  expect(
    [formatCount, formatRate, formatErrorRate, formatDuration].map((format) => format(null, 'en')),
  ).toEqual(['–', '–', '–', '–'])
  expect(formatCount(0, 'en')).toBe('0')
  expect(formatErrorRate(0, 'en')).toBe('0 %')
})

it('keeps the decimals that say something', () => {
  expect(formatCount(86412, 'en')).toBe('86,412')
  expect([formatRate(4.96, 'en'), formatRate(412.4, 'en')]).toEqual(['5', '412'])
  expect([formatErrorRate(0.0002, 'en'), formatErrorRate(0.0231, 'en')]).toEqual(['0.02 %', '2.31 %'])
  expect([0.0004, 0.012, 1.24].map((seconds) => formatDuration(seconds, 'en'))).toEqual([
    '0.4 ms',
    '12 ms',
    '1.2 s',
  ])
})
