import { expect, it } from 'vitest'
import { partsOf, valuesOf } from './request-parts'

it('keeps rows without a name out of the request', () => {
  const request = { query: { group: 'gray' }, headers: {}, cookies: { uid: '7' } }
  const parts = partsOf(request)
  expect(parts).toHaveLength(2)
  expect(valuesOf([...parts, { kind: 'headers', name: '', value: 'x' }])).toEqual(request)
})

it('starts with one empty row', () => {
  const nothing = { query: {}, headers: {}, cookies: {} }
  expect(partsOf(nothing)).toHaveLength(1)
  expect(valuesOf(partsOf(nothing))).toEqual(nothing)
})
