import { expect, it } from 'vitest'
import { readBody } from './read-body'

/** What Node hands over when the client goes away in the middle. */
function cutRequest(): Request {
  let isBegun = false
  const body = new ReadableStream({
    pull(controller) {
      if (isBegun) controller.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
      else controller.enqueue(new TextEncoder().encode('{"half":'))
      isBegun = true
    },
  })
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json' }, duplex: 'half' }
  return new Request('http://127.0.0.1/', init)
}

it('says that a body ended before it was whole', async () => {
  await expect(readBody(cutRequest(), ['json'])).rejects.toMatchObject({ code: 'Invalid', httpStatus: 400 })
})

it('gives a whole body', async () => {
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json' },
  })
  expect(await readBody(request, ['json'])).toEqual({ a: 1 })
})
