import { asObject, asObjects, type JsonObject } from '@/lib/domain/json'
import type { RoutePath } from './provider'

/** What a match may hold beside conditions. */
const plainKeys = new Set(['name', 'uri', 'ignoreUriCase', 'statPrefix'])

/** The matches of a rule; one without takes every path. */
export function matchesOfRule({ match }: JsonObject): JsonObject[] {
  const matches = asObjects(match)
  return matches.length > 0 ? matches : [{}]
}

/** Whether a match asks for more than a path. */
export function isConditional(match: JsonObject): boolean {
  return Object.keys(match).some((key) => !plainKeys.has(key))
}

/**
 * The path of a match, `/` by prefix where it names none; null for a pattern. A prefix is one of the text, not of path
 * elements: `/api` also takes `/apix`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export function pathOf({ uri }: JsonObject): RoutePath | null {
  const { exact, prefix, regex } = asObject(uri)
  if (typeof exact === 'string') return { path: exact, type: 'Exact' }
  if (typeof prefix === 'string') return { path: bare(prefix), type: 'Prefix' }
  return regex === undefined ? { path: '/', type: 'Prefix' } : null
}

/** The paths of a rule's plain matches; `/api` beside `/api/` is one. */
export function plainPaths(rule: JsonObject): RoutePath[] {
  const paths = matchesOfRule(rule)
    .filter((match) => !isConditional(match))
    .flatMap((match) => pathOf(match) ?? [])
  const prefixes = new Set(paths.flatMap(({ path, type }) => (type === 'Prefix' ? [path] : [])))
  return paths.filter(({ path, type }) => type === 'Prefix' || !prefixes.has(path))
}

/** The `uri` of matches for a path as routes mean it, element by element; undefined takes every path. */
export function urisOf({ path, type }: RoutePath): (JsonObject | undefined)[] {
  if (type === 'Exact') return [{ exact: path }]
  if (bare(path) === '/') return [undefined]
  return [{ exact: bare(path) }, { prefix: `${bare(path)}/` }]
}

/** Whether two paths take the same requests; a slash at the end of a prefix says nothing. */
export function samePath(one: RoutePath, other: RoutePath): boolean {
  if ((one.type === 'Exact') !== (other.type === 'Exact')) return false
  return one.type === 'Exact' ? one.path === other.path : bare(one.path) === bare(other.path)
}

/** Whether every request of `inner` is one of `outer`. */
export function covers(outer: RoutePath, inner: RoutePath): boolean {
  if (outer.type === 'Exact') return samePath(outer, inner)
  const start = bare(outer.path)
  return start === '/' || bare(inner.path) === start || inner.path.startsWith(`${start}/`)
}

function bare(path: string): string {
  return path === '/' ? path : path.replace(/\/+$/, '') || '/'
}
