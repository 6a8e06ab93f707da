import { expect, it } from 'vitest'
import { valueDiffs } from './value-diffs'

it('goes down as far as both have something there', () => {
  const web = { name: 'web', port: 80, weight: 1 }
  const gray = { name: 'web-gray', port: 80, weight: 10 }
  expect(valueDiffs('spec.backendRefs', [web], [{ ...web, weight: 90, filters: [1] }, gray])).toEqual([
    { path: 'spec.backendRefs[0].weight', before: 1, after: 90 },
    { path: 'spec.backendRefs[0].filters', before: undefined, after: [1] },
    { path: 'spec.backendRefs[1]', before: undefined, after: gray },
  ])
  expect(valueDiffs('a', undefined, [web])).toEqual([{ path: 'a', before: undefined, after: [web] }])
  expect(valueDiffs('a', [web], { name: 'web' })).toHaveLength(1)
  expect(valueDiffs('a', { x: 1, y: [2] }, { y: [2], x: 1 })).toEqual([])
})
