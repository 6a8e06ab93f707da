import { expect, it } from 'vitest'
import { returnPath } from './return-path'

it.each([
  ['/groups/mall?tab=1', '/groups/mall?tab=1'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
])('%s -> %s', (next, expected) => {
  expect(returnPath(next)).toBe(expected)
})
