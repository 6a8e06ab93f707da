import { branchOf, type Subject } from '@/lib/domain/branch'
import type { Condition } from '@/lib/domain/condition'
import { asObject, asObjects, isJsonObject, type JsonObject } from '@/lib/domain/json'
import type { RoutePath } from './provider'

/** The methods that a match may ask for.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpmethod */
export const routeMethods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
])

type Exact = { source: 'header' | 'query' | 'method'; name: string; value: string }

/**
 * One AND-list as HTTPRoute matches without a path: `in` becomes one match for each value, since matches are joined by OR
 * and only exact values are Core. Several conditions on one header become the values that meet them all, because of two
 * entries for one header a gateway reads only the first. None when no value can. It must have passed `check`.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
 */
export function matchesOf(conditions: readonly Condition[]): JsonObject[] {
  let combinations: Exact[][] = [[]]
  for (const subject of branchOf(conditions).values()) {
    const choices = exactValues(subject)
    combinations = combinations.flatMap((known) => choices.map((choice) => [...known, choice]))
  }
  return combinations.map(toMatch)
}

/** How many matches an AND-list needs for each path. */
export function matchCount(conditions: readonly Condition[]): number {
  return [...branchOf(conditions).values()].reduce((count, { values }) => count * (values?.length ?? 1), 1)
}

function exactValues({ conditions, values }: Subject): Exact[] {
  const [condition] = conditions
  if (condition === undefined) return []
  const { source } = condition
  if (source !== 'header' && source !== 'query' && source !== 'method') return []
  const name = 'name' in condition ? condition.name : ''
  return [...new Set(values ?? [])].map((value) => ({ source, name, value }))
}

function toMatch(exact: readonly Exact[]): JsonObject {
  const entries = (source: Exact['source']) =>
    exact.filter((one) => one.source === source).map(({ name, value }) => ({ type: 'Exact', name, value }))
  const headers = entries('header')
  const queryParams = entries('query')
  const method = exact.find(({ source }) => source === 'method')?.value
  return {
    ...(headers.length > 0 && { headers }),
    ...(queryParams.length > 0 && { queryParams }),
    ...(method !== undefined && { method }),
  }
}

/**
 * A gateway's precedence of an AND-list among those of one path: with a method before without, then more headers, then
 * more query parameters.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function matchRank(conditions: readonly Condition[]): number {
  const subjects = [...branchOf(conditions).keys()]
  const count = (source: string) => subjects.filter((key) => key.split(' ')[0] === source).length
  return count('method') * 10_000 + count('header') * 100 + count('query')
}

/** The conditions of a match beside its path; null when it asks for something that `matchesOf` does not write. */
export function readMatch(match: JsonObject): Condition[] | null {
  const known = new Set(['path', 'headers', 'queryParams', 'method'])
  if (Object.keys(match).some((key) => !known.has(key))) return null
  const headers = asObjects(match.headers).map((one) => readExact('header', one))
  const query = asObjects(match.queryParams).map((one) => readExact('query', one))
  const method: Condition[] =
    typeof match.method === 'string' ? [{ source: 'method', operator: 'exact', value: match.method }] : []
  const named = [...headers, ...query].filter((condition) => condition !== null)
  return named.length === headers.length + query.length ? [...named, ...method] : null
}

function readExact(
  source: 'header' | 'query',
  { type = 'Exact', name, value }: JsonObject,
): Condition | null {
  if (type !== 'Exact' || typeof name !== 'string' || typeof value !== 'string') return null
  return { source, name, operator: 'exact', value }
}

/** Whether a match asks for more than a path. */
export function isConditional({ headers, queryParams, method }: JsonObject): boolean {
  return asObjects(headers).length > 0 || asObjects(queryParams).length > 0 || method !== undefined
}

/**
 * The path of a match, `/` by prefix where it names none; null for a pattern.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch
 */
export function pathOf({ path }: JsonObject): RoutePath | null {
  const { type = 'PathPrefix', value = '/' } = asObject(path)
  if (typeof value !== 'string') return null
  if (type === 'Exact') return { path: value, type }
  return type === 'PathPrefix' ? { path: value, type: 'Prefix' } : null
}

/** The matches of a rule; a rule without takes every path. */
export function ruleMatches(rule: JsonObject): JsonObject[] {
  const matches = Array.isArray(rule.matches) ? rule.matches.filter(isJsonObject) : []
  return matches.length > 0 ? matches : [{}]
}

/** Whether two paths take the same requests; a slash at the end of a prefix says nothing. */
export function samePath(one: RoutePath, other: RoutePath): boolean {
  if (one.type !== other.type) return false
  return one.type === 'Exact' ? one.path === other.path : bare(one.path) === bare(other.path)
}

function bare(path: string): string {
  return path.replace(/\/+$/, '')
}
