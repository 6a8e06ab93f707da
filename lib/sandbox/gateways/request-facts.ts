import type { IncomingMessage } from 'node:http'

/** What routing looks at in a request. */
export type RequestFacts = {
  method: string
  /** Lower case, without port. */
  host: string
  /** Without the query. */
  path: string
  /** Decoded; the first value of a name counts. */
  query: URLSearchParams
  /** By lower-case name; several values are joined by a comma. */
  headers: Record<string, string>
  cookies: Record<string, string>
}

/** Reads the facts of an incoming request. */
export function requestFacts(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): RequestFacts {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value
  }
  return {
    method: request.method ?? 'GET',
    host: (headers.host ?? '').replace(/:\d+$/, '').toLowerCase(),
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers,
    cookies: parseCookies(headers.cookie),
  }
}

/** Name to value; the first of a name counts. */
export function parseCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=')
    const name = part.slice(0, equals).trim()
    if (equals > 0 && cookies[name] === undefined) cookies[name] = part.slice(equals + 1).trim()
  }
  return cookies
}
