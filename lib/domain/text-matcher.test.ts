import { expect, it } from 'vitest'
import { textsFrom } from './automaton'
import { patternAutomaton } from './pattern-automaton'
import { newTextMatcher } from './text-matcher'

function matcherOf(pattern: string) {
  const automaton = patternAutomaton(pattern)
  return automaton && newTextMatcher(automaton)
}

it.each([
  ['v1-[a-z]{2,4}(-beta)?', 'v1-ab-beta', true],
  ['v1-[a-z]{2,4}(-beta)?', 'v1-abcde', false],
  ['.😀.', 'a😀灰', true],
  ['.😀.', 'a😀', false],
  ['[灰-熙]+', '灰灰', true],
  ['[灰-熙]+', 'gray', false],
  ['', '', true],
  ['', 'x', false],
])('%s on %s: %s', (pattern, text, expected) => {
  expect(matcherOf(pattern)?.(text)).toBe(expected)
})

it('makes none of an automaton that is too large for a table', () => {
  expect(newTextMatcher(textsFrom('a'.repeat(100)))).toBeNull()
})
