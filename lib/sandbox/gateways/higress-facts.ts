import type { IncomingMessage } from 'node:http'
import { type RequestFacts, requestFacts } from './request-facts'

/** What Higress looks at: also the pseudo headers, and the query as it stands in the URL. */
export type HigressFacts = RequestFacts & {
  /** Not decoded; the first value of a name counts.
   * @see https://github.com/envoyproxy/envoy/blob/main/source/common/router/config_impl.cc */
  rawQuery: ReadonlyMap<string, string>
}

/** Reads the facts of an incoming request. */
export function higressFacts(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): HigressFacts {
  const facts = requestFacts(request)
  const url = request.url ?? '/'
  const pseudo = { ':path': url, ':method': facts.method, ':authority': facts.headers.host ?? '' }
  const at = url.indexOf('?')
  return {
    ...facts,
    headers: { ...facts.headers, ...pseudo },
    rawQuery: rawQueryOf(at < 0 ? '' : url.slice(at + 1)),
  }
}

/** The headers of a request without the pseudo headers. */
export function plainHeaders({ headers }: HigressFacts): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')))
}

function rawQueryOf(text: string): Map<string, string> {
  const query = new Map<string, string>()
  for (const part of text.split('&')) {
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    if (part !== '' && !query.has(name)) query.set(name, equals < 0 ? '' : part.slice(equals + 1))
  }
  return query
}
