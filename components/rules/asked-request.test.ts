import { expect, it } from 'vitest'
import { askedRequest } from './asked-request'

const request = { entry: 'web', method: 'GET', path: '/', headers: {}, cookies: {}, query: { group: 'gray' } }

it('reads a request of an address and nothing else', () => {
  expect(askedRequest(JSON.stringify(request))).toEqual(request)
  for (const other of [undefined, '', '{', '[]', '{"entry":1}', [JSON.stringify(request)]])
    expect(askedRequest(other)).toBeNull()
})
