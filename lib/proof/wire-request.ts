import type { RequestSample } from '@/lib/domain/request-sample'

/** A sample as it goes over the wire; header names are lower case. */
export type WireRequest = { method: string; url: string; headers: Record<string, string> }

/** A sample as a client sends it: cookies in one header, the query behind the path. */
export function wireRequest(sample: RequestSample): WireRequest {
  const headers: Record<string, string> = {}
  if (sample.host !== undefined) headers.host = sample.host
  for (const [name, value] of Object.entries(sample.headers)) headers[name.toLowerCase()] = value
  const cookies = Object.entries(sample.cookies).map(([name, value]) => `${name}=${value}`)
  if (cookies.length > 0) headers.cookie = cookies.join('; ')
  const query = new URLSearchParams(sample.query).toString()
  return { method: sample.method, url: query === '' ? sample.path : `${sample.path}?${query}`, headers }
}
