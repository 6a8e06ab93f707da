import type { HttpRouteMatch, NameMatch } from '@/lib/sandbox/shapes/http-route'
import { type PathRule, pathMatches } from './path-rule'
import type { RequestFacts } from './request-facts'

/** A match ready to be asked, with what its precedence counts. */
export type CompiledMatch = {
  path: PathRule
  method: string | undefined
  headers: readonly NameMatch[]
  query: readonly NameMatch[]
}

/**
 * A match; without a path it is `/` by prefix. Of entries with the same name only the first counts; header names are the
 * same in any case.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
 */
export function compileMatch({ path, method, headers, queryParams }: HttpRouteMatch): CompiledMatch {
  const { type = 'PathPrefix', value = '/' } = path ?? {}
  const lower = (headers ?? []).map((header) => ({ ...header, name: header.name.toLowerCase() }))
  return {
    path:
      type === 'Exact' ? { type, path: value } : { type: 'Prefix', path: value.replace(/\/+$/, '') || '/' },
    method,
    headers: firstOfEachName(lower),
    query: firstOfEachName(queryParams ?? []),
  }
}

function firstOfEachName(entries: readonly NameMatch[]): NameMatch[] {
  return entries.filter(({ name }, index) => entries.findIndex((entry) => entry.name === name) === index)
}

/** Whether a request meets all that a match asks for. */
export function matchHolds({ path, method, headers, query }: CompiledMatch, facts: RequestFacts): boolean {
  return (
    pathMatches(path, facts.path) &&
    (method === undefined || method === facts.method) &&
    headers.every(({ name, value }) => facts.headers[name] === value) &&
    query.every(({ name, value }) => facts.query.get(name) === value)
  )
}

/**
 * Which of two matches goes first: exact path, longest prefix, method, most headers, most query parameters; 0 when they are equal.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function compareMatches(left: CompiledMatch, right: CompiledMatch): number {
  const by = (rank: (match: CompiledMatch) => number) => rank(right) - rank(left)
  return (
    by(({ path }) => Number(path.type === 'Exact')) ||
    by(({ path }) => path.path.length) ||
    by(({ method }) => Number(method !== undefined)) ||
    by(({ headers }) => headers.length) ||
    by(({ query }) => query.length)
  )
}

/** A kind of match that the API leaves to its implementations, and this one does not do; undefined when there is none. */
export function unsupportedMatch({
  path,
  headers = [],
  queryParams = [],
}: HttpRouteMatch): string | undefined {
  if (path?.type !== undefined && path.type !== 'Exact' && path.type !== 'PathPrefix')
    return `path type ${path.type}`
  const other = [...headers, ...queryParams].find(({ type = 'Exact' }) => type !== 'Exact')
  return other === undefined ? undefined : `match type ${other.type}`
}
