import { expect, test } from 'vitest'
import { addressOf } from './presented'

const asked = (address: string) => addressOf(new Headers({ 'x-lanekeeper-address': address }))

test('the address that was asked for is kept with its query, without what Next adds', () => {
  expect(asked('/groups/mall/traffic?window=60&_rsc=abc')).toBe('/groups/mall/traffic?window=60')
  expect(asked('/groups/mall/rules?_rsc=abc')).toBe('/groups/mall/rules')
})

test('an address cannot lead to another host', () => {
  expect(asked('http://elsewhere.example/groups')).toBe('/groups')
  expect(asked('//elsewhere.example/groups')).toBe('/groups')
})

test('nothing is guessed where no address was written', () => {
  expect(addressOf(new Headers())).toBeNull()
})
