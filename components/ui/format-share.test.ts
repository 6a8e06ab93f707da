import { describe, expect, it } from 'vitest'
import { formatShare } from './format-share'

describe('formatShare', () => {
  it('keeps one decimal only where there is one', () => {
    expect(formatShare(0.3, 'en')).toBe('30 %')
    expect(formatShare(0.3014, 'en')).toBe('30.1 %')
  })
  it('never shows the unknown as zero', () => {
    expect(formatShare(null, 'en')).toBe('–')
    expect(formatShare(0, 'en')).toBe('0 %')
  })
})
