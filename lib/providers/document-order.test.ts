import { expect, it } from 'vitest'
import { documentOrder } from './document-order'

it.each([
  [[], []],
  [[['a', 'b', 'c']], ['a', 'b', 'c']],
  [
    [['b'], ['a', 'b']],
    ['a', 'b'],
  ],
  [
    [['c'], ['a'], ['a', 'b', 'c']],
    ['a', 'b', 'c'],
  ],
  [[['a', 'b', 'a']], ['a', 'b']],
])('%j come together as %j', (sequences, order) => {
  expect(documentOrder(sequences)).toEqual(order)
})

it('takes the first of two that contradict each other', () => {
  expect(
    documentOrder([
      ['a', 'b'],
      ['b', 'a'],
    ]),
  ).toEqual(['a', 'b'])
})
