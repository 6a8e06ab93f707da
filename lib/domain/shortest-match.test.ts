import { expect, it } from 'vitest'
import { compileRegex } from './regex'
import { sampleRegex } from './sample-regex'
import { shortestMatch } from './shortest-match'

it('is the length of the shortest text that matches', () => {
  const lengths = {
    '': 0,
    'v1-[a-z]{2,4}(-beta)?': 5,
    'a|bcd|': 0,
    '(ab|c){3}d*': 3,
    '^\\d+$': 1,
    '(?i)user-.*': 5,
    '\\bword': 0,
  }
  expect(
    Object.fromEntries(Object.keys(lengths).map((pattern) => [pattern, shortestMatch(pattern)])),
  ).toEqual(lengths)
})

it('is never longer than a text that matches', () => {
  const patterns = ['x+y?', '(a|bc|)-[0-9]{2}', 'ü(é|中文)+', '(?:gray|blue)?lane', '[^a]*z', '😀{2}']
  const matches = patterns.flatMap((pattern) => {
    const regex = compileRegex(pattern)
    return sampleRegex(pattern)
      .filter((text) => regex.ok && regex.matches(text))
      .map((text) => ({ pattern, text }))
  })
  expect(matches.length).toBeGreaterThan(patterns.length)
  expect(matches.filter(({ pattern, text }) => text.length < shortestMatch(pattern))).toEqual([])
})
