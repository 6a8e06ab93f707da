import { expect, it } from 'vitest'
import { resolveImage } from './resolve-image'

it.each([
  [':1.1.0', 'registry.example.com:5000/team/a:1.0.0', 'registry.example.com:5000/team/a:1.1.0'],
  [':1.1.0', 'registry.example.com:5000/team/a', 'registry.example.com:5000/team/a:1.1.0'],
  [':2', `a:1@sha256:${'0'.repeat(64)}`, 'a:2'],
  [' other/a:2 ', 'a:1', 'other/a:2'],
  [':bad tag', 'a:1', ':bad tag'],
])('%s over %s', (typed, base, expected) => {
  expect(resolveImage(typed, base)).toBe(expected)
})
