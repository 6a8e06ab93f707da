import type { RequestSample } from '@/lib/domain/request-sample'
import { AppError } from '@/lib/errors'
import { type Sentence, say } from '@/lib/words/sentence'

/** A request as it goes over the wire to an entry's address. */
export type ProbeRequest = {
  method: (typeof methods)[number]
  target: string
  headers: Record<string, string>
}

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/
const visible = /^[\t\x20-\x7e\x80-\xff]{0,4096}$/
const cookieValue = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{0,4096}$/
const pathText = /^\/[\x21\x22\x24-\x3e\x40-\x7e]{0,2047}$/
const mostQuery = 8192
const hostText = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?(:\d{1,5})?$/i
const maxFields = 50

/** Headers that belong to the connection, not to the request. */
const ownedHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * A sample as a real request with the entry's own host. What could end up at another host, or break out of its field,
 * is refused with `Invalid`.
 */
export function probeRequest(sample: RequestSample, entryHost: string | undefined): ProbeRequest {
  const method = methods.find((known) => known === sample.method.toUpperCase())
  if (method === undefined) throw invalid('method', say('refusals.probeMethod'))
  const [path = '', ...behind] = sample.path.split('?')
  if (!pathText.test(path)) throw invalid('path', say('refusals.probePath'))
  const query = new URLSearchParams(sample.query)
  for (const [name, value] of new URLSearchParams(behind.join('?'))) {
    if (!Object.hasOwn(sample.query, name)) query.append(name, value)
  }
  if (query.toString().length > mostQuery)
    throw invalid('query', say('refusals.probeQuery', { limit: mostQuery }))
  const hostHeader = Object.entries(sample.headers).find(([name]) => name.toLowerCase() === 'host')?.[1]
  const host = hostOf(sample.host ?? hostHeader, entryHost)
  const cookies = cookieHeader(sample)
  return {
    method,
    target: query.size === 0 ? path : `${path}?${query}`,
    headers: { 'user-agent': 'lanekeeper-probe', ...headersOf(sample), ...cookies, ...(host && { host }) },
  }
}

function hostOf(asked: string | undefined, entryHost: string | undefined): string | undefined {
  if (asked !== undefined && !hostText.test(asked)) throw invalid('host', say('refusals.probeHostName'))
  if (entryHost === undefined) return asked
  if (!entryHost.startsWith('*.')) {
    if (asked !== undefined && asked.toLowerCase() !== entryHost)
      throw invalid('host', say('refusals.probeHost', { host: entryHost }))
    return entryHost
  }
  const suffix = entryHost.slice(1)
  const label = asked?.toLowerCase().endsWith(suffix) ? asked.slice(0, -suffix.length) : ''
  if (label === '' || label.includes('.'))
    throw invalid('host', say('refusals.probeHostUnder', { domain: suffix.slice(1) }))
  return asked
}

function headersOf({ headers }: RequestSample): Record<string, string> {
  const entries = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name !== 'host')
  if (entries.length > maxFields) throw invalid('headers', say('refusals.probeAtMost', { limit: maxFields }))
  for (const [name, value] of entries) {
    if (!token.test(name) || ownedHeaders.has(name))
      throw invalid('headers', say('refusals.probeHeader', { name }))
    if (!visible.test(value)) throw invalid('headers', say('refusals.probeHeaderValue', { name }))
  }
  return Object.fromEntries(entries)
}

function cookieHeader({ cookies, headers }: RequestSample): { cookie?: string } {
  const pairs = Object.entries(cookies)
  if (pairs.length === 0) return {}
  if (pairs.length > maxFields) throw invalid('cookies', say('refusals.probeAtMost', { limit: maxFields }))
  for (const [name, value] of pairs) {
    if (!token.test(name) || !cookieValue.test(value))
      throw invalid('cookies', say('refusals.probeCookie', { name }))
  }
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'cookie')?.[1]
  const own = pairs.map(([name, value]) => `${name}=${value}`)
  return { cookie: [...(given ? [given] : []), ...own].join('; ') }
}

function invalid(field: string, problem: Sentence): AppError {
  return new AppError('Invalid', say('refusals.probeField', { field, problem }), {
    fields: { [`request.${field}`]: [problem] },
  })
}
