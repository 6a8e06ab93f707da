import { expect, it } from 'vitest'
import { requestLine } from './request-line'

it('writes a request on one line', () => {
  const plain = { entry: 'web', method: 'GET', path: '/', headers: {}, cookies: {}, query: {} }
  expect(requestLine(plain)).toBe('GET /')
  expect(
    requestLine({
      ...plain,
      method: 'POST',
      host: 'example.com',
      path: '/a',
      query: { group: 'gray' },
      headers: { 'x-user': '1' },
      cookies: { uid: 'a b' },
    }),
  ).toBe('POST example.com/a?group=gray · x-user: 1 · cookie uid=a b')
})
