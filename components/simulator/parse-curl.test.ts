import { describe, expect, it } from 'vitest'
import { parseCurl } from './parse-curl'

const parsed = (text: string) => {
  const result = parseCurl(text)
  if (!result.ok) throw new Error(result.problem)
  return result.request
}

describe('parseCurl', () => {
  it('reads the host header, the path and the query', () => {
    expect(parsed("curl -H 'Host: example.com' 'http://127.0.0.1:8080/A/a?group=gray&x=1'")).toEqual({
      method: 'GET',
      host: 'example.com',
      path: '/A/a',
      headers: {},
      cookies: {},
      query: { group: 'gray', x: '1' },
    })
  })

  it('reads what browsers copy, over several lines', () => {
    const request = parsed(`curl 'https://pay.example.com/cart' \\
      -X 'PUT' \\
      -H 'X-User-Id: 100' \\
      -H $'x-note: it\\'s' \\
      -b 'uid=7; theme=dark' \\
      --data-raw '{"a":1}' --compressed`)
    expect(request).toMatchObject({
      method: 'PUT',
      host: 'pay.example.com',
      headers: { 'x-user-id': '100', 'x-note': "it's" },
      cookies: { uid: '7', theme: 'dark' },
    })
  })

  it('takes a body as POST, or with -G as query', () => {
    expect(parsed('curl -d a=1 example.com/x').method).toBe('POST')
    expect(parsed('curl -G -d a=1 example.com/x')).toMatchObject({ method: 'GET', query: { a: '1' } })
  })

  it('reads attached values and skips options that say nothing about routing', () => {
    expect(parsed('curl -sS -o /dev/null -XDELETE --cookie=uid=9 -Hx-a:1 localhost:8080/a')).toMatchObject({
      method: 'DELETE',
      host: 'localhost',
      path: '/a',
      cookies: { uid: '9' },
      headers: { 'x-a': '1' },
    })
  })

  it('reads a cookie header as cookies', () => {
    expect(parsed('curl -H "Cookie: uid=7" example.com')).toMatchObject({
      headers: {},
      cookies: { uid: '7' },
    })
  })

  it('says what is wrong', () => {
    expect(parseCurl('wget example.com')).toEqual({ ok: false, problem: 'notCurl' })
    expect(parseCurl('curl -H "a: b"')).toEqual({ ok: false, problem: 'noAddress' })
    expect(parseCurl('curl http://[')).toEqual({ ok: false, problem: 'badAddress' })
  })
})
