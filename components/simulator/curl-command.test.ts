import { expect, it } from 'vitest'
import type { RequestSample } from '@/lib/domain/request-sample'
import { curlCommand } from './curl-command'
import { parseCurl } from './parse-curl'

const request: RequestSample = {
  entry: 'web',
  method: 'PUT',
  host: 'example.com',
  path: '/A/a',
  headers: { 'x-note': "it's" },
  cookies: { uid: '7' },
  query: { group: 'gray & blue' },
}

it('writes what parseCurl reads back', () => {
  const command = curlCommand(request, 'http://127.0.0.1:8080')
  expect(command).toMatch(/^curl -X PUT -H 'Host: example.com'/)
  const { entry: _, ...rest } = request
  expect(parseCurl(command)).toEqual({ ok: true, request: rest })
})

it('leaves out what goes without saying', () => {
  const plain = { ...request, method: 'GET', host: undefined, headers: {}, cookies: {}, query: {} }
  expect(curlCommand(plain, 'http://example.com')).toBe("curl 'http://example.com/A/a'")
})
