import type { Entry } from '@/lib/domain/entry'
import type { RequestSample } from '@/lib/domain/request-sample'

/** A request to start from: GET on the first path of the first entry. */
export function firstRequest(entries: readonly Entry[]): RequestSample {
  const [entry] = entries
  return {
    entry: entry?.name ?? '',
    method: 'GET',
    host: entry?.host?.startsWith('*.') === false ? entry.host : undefined,
    path: entry?.paths?.[0]?.path ?? '/',
    headers: {},
    cookies: {},
    query: {},
  }
}
