import { type NamedValues, namedValues } from './named-values'
import type { RequestSample } from './request-sample'

/** A request ready to be matched: header names and host in lower case, cookies and query taken apart. */
export type NormalRequest = {
  method: string
  host: string
  path: string
  headers: NamedValues
  cookies: NamedValues
  query: NamedValues
}

/**
 * A sample as a gateway sees it. A `Cookie` or `Host` header and a query behind the path count too, unless the sample
 * says otherwise in its own field. The first value of a repeated query parameter counts.
 */
export function normalRequest(sample: RequestSample): NormalRequest {
  const headers = new Map<string, string>()
  for (const [name, value] of Object.entries(sample.headers)) headers.set(name.toLowerCase(), value)
  const at = sample.path.indexOf('?')
  const query = new Map<string, string>()
  for (const [name, value] of Object.entries(sample.query)) query.set(name, value)
  if (at >= 0) {
    for (const [name, value] of new URLSearchParams(sample.path.slice(at + 1))) {
      if (!query.has(name)) query.set(name, value)
    }
  }
  return {
    method: sample.method,
    host: (sample.host ?? headers.get('host') ?? '').toLowerCase().replace(/:\d+$/, ''),
    path: at >= 0 ? sample.path.slice(0, at) : sample.path,
    headers: namedValues(headers),
    cookies: namedValues(cookiesOf(sample.cookies, headers.get('cookie'))),
    query: namedValues(query),
  }
}

function cookiesOf(own: Record<string, string>, header: string | undefined): Map<string, string> {
  const cookies = new Map(Object.entries(own))
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim())
  }
  return cookies
}
