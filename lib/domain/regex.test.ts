import { describe, expect, it } from 'vitest'
import { compileRegex, quoteRegex, unquoteRegex } from './regex'

const matches = (pattern: string, value: string) => {
  const regex = compileRegex(pattern)
  return regex.ok && regex.matches(value)
}

describe('compileRegex', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['ab*', 'a', true],
    ['ab?c', 'ac', true],
    ['ab{0,1}', 'a', true],
    ['ab+', 'abb', true],
    ['ab|cd', 'cd', true],
    ['a(b|c)', 'ac', true],
    ['(?i)abc', 'ABC', true],
    ['a.b', 'a.b', true],
    ['a\\.b', 'axb', false],
    ['灰度?', '灰', true],
    ['^abc$', 'abc', true],
  ])('%s on %s: %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected)
  })

  it.each(['(?=a)', '(a', '\\1', '[z-a]'])('says why %s is no RE2', (pattern) => {
    const regex = compileRegex(pattern)
    expect(regex.ok ? '' : regex.reason).not.toBe('')
  })

  it('takes linear time on a pattern that hangs others', () => {
    expect(matches('(a+)+b', 'a'.repeat(50_000))).toBe(false)
  })
})

describe('quoteRegex', () => {
  it.each(['a.b', 'x+y*(z)', '[a]{1}|^$\\', 'plain', '灰度'])(
    '%s matches itself only, and comes back',
    (text) => {
      expect(matches(quoteRegex(text), text)).toBe(true)
      expect(matches(quoteRegex(text), `${text}x`)).toBe(false)
      expect(unquoteRegex(quoteRegex(text))).toBe(text)
    },
  )

  it('does not take a pattern for a quoted text', () => {
    expect(unquoteRegex('a.*')).toBeNull()
  })
})
