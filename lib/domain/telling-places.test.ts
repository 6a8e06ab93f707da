import { expect, it } from 'vitest'
import { tellingPlaces } from './telling-places'

it('takes the places by which texts differ, the best first', () => {
  expect(tellingPlaces(['/a1/x', '/a2/x', '/b3/y'], 5).slice(0, 1)).toEqual([2])
  expect(tellingPlaces(['v10', 'v11', 'v20', 'v21'], 3).slice(0, 2)).toEqual([1, 2])
})

it('stays within the length', () => {
  expect(tellingPlaces(['a', 'abc'], 1)).toEqual([0])
  expect(tellingPlaces(['a', 'b'], 0)).toEqual([])
})
