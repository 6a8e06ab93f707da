import { describe, expect, it } from 'vitest'
import { matchLocale } from './locales'

describe('matchLocale', () => {
  it('takes the cookie before the header', () => {
    expect(matchLocale('zh-CN', 'en-GB,en')).toBe('zh-CN')
  })
  it('ignores a cookie that is no locale', () => {
    expect(matchLocale('xx', 'zh-TW')).toBe('zh-CN')
  })
  it('orders the header by quality', () => {
    expect(matchLocale(undefined, 'en;q=0.4, zh-Hans-CN;q=0.9, fr')).toBe('zh-CN')
    expect(matchLocale(undefined, 'zh;q=0, en;q=0.1')).toBe('en')
  })
  it('falls back to English', () => {
    expect(matchLocale(undefined, null)).toBe('en')
    expect(matchLocale(undefined, 'fr, de')).toBe('en')
  })
})
