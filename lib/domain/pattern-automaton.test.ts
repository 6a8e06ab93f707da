import { RE2JS } from 're2js'
import { describe, expect, it } from 'vitest'
import { combine, complement, everyText, takes, textsFrom } from './automaton'
import { patternAutomaton } from './pattern-automaton'
import { compileRegex } from './regex'
import { pick, randomFrom } from './testdata/random'

const atoms = [
  'a',
  'b',
  '.',
  '\\d',
  '\\w',
  '\\S',
  '[ab]',
  '[^a]',
  '[a-c0-9]',
  '[[:alpha:]_-]',
  '\\.',
  '\\x62',
  'ſ',
]
const signs = ['', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,}', '*?']

function randomPattern(random: () => number, depth: number): string {
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const inner = depth > 0 && random() < 0.3
    const head = pick(random, ['(', '(?:', '(?P<n>', '(?i:', '(?i)('] as const)
    const atom = inner ? `${head}${randomPattern(random, depth - 1)})` : pick(random, atoms)
    return atom + pick(random, signs)
  })
  const middle = random() < 0.3 ? `${parts.join('')}|${pick(random, atoms)}` : parts.join('')
  return `${random() < 0.1 ? '^' : ''}${middle}${random() < 0.1 ? '$' : ''}`
}

function randomText(random: () => number): string {
  const letters = ['a', 'A', 'b', 'B', 'c', '0', '9', '.', '_', '-', 'ſ', 's', 'K', '\u212a', '😀', '\n', ' ']
  return Array.from({ length: Math.floor(random() * 6) }, () => pick(random, letters)).join('')
}

/** What the engine itself says; null for what is no pattern. */
function engineOf(pattern: string): ((text: string) => boolean) | null {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.DOTALL)
    return (text) => compiled.testExact(text)
  } catch {
    return null
  }
}

describe('patternAutomaton', () => {
  it('takes the texts that RE2 matches, of 60,000 drawn', () => {
    const random = randomFrom(11)
    let matched = 0
    for (let round = 0; round < 600; round++) {
      const pattern = randomPattern(random, 2)
      const engine = engineOf(pattern)
      const regex = compileRegex(pattern)
      expect(regex.ok, pattern).toBe(engine !== null)
      const automaton = patternAutomaton(pattern)
      if (engine === null || !regex.ok || automaton === null) continue
      for (let draw = 0; draw < 100; draw++) {
        const text = randomText(random)
        const expected = engine(text)
        if (expected) matched++
        const what = `${pattern} on ${JSON.stringify(text)}`
        expect(takes(automaton, text), what).toBe(expected)
        expect(regex.matches(text), what).toBe(expected)
      }
    }
    expect(matched).toBeGreaterThan(3000)
  })

  it.each([
    ['a$b', 'ab', false],
    ['a$', 'a', true],
    ['a^b', 'ab', false],
    ['(^|x)a', 'a', true],
    ['(?i)straSSe', 'STRAſſE', true],
    ['a|b|', '', true],
    ['[]a]+', ']a', true],
    ['[a-]', '-', true],
    ['a{,2}', 'a{,2}', true],
    ['a{2}{2}', 'aaaa', true],
    ['.', '😀', true],
  ])('%s on %s', (pattern, text, expected) => {
    const automaton = patternAutomaton(pattern)
    expect(automaton && takes(automaton, text)).toBe(expected)
    // The engine refuses what is repeated twice over.
    const engine = engineOf(pattern)
    const regex = compileRegex(pattern)
    if (engine !== null) expect([engine(text), regex.ok && regex.matches(text)]).toEqual([expected, expected])
  })

  it.each(['\\bword', '\\pL', '(?m)^a$', '(?i)ä', '[\\pN]', '\\Qa+\\E', 'a{1000}'])(
    'says that it does not read %s',
    (pattern) => {
      expect(compileRegex(pattern).ok).toBe(true)
      expect(patternAutomaton(pattern)).toBeNull()
    },
  )
})

describe('sets of texts', () => {
  it('are combined and complemented', () => {
    const user = textsFrom('user-')
    const digits = patternAutomaton('[a-z]+-[0-9]+')
    if (digits === null) throw new Error('not read')
    const both = combine(user, digits, (one, other) => one && other)
    expect(both && ['user-1', 'user-', 'test-1', 'user-a'].map((text) => takes(both, text))).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(takes(complement(user), 'user-1')).toBe(false)
    expect(takes(complement(user), 'use')).toBe(true)
    expect(takes(everyText, '😀')).toBe(true)
  })
})
