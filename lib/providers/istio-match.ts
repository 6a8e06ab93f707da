import { branchOf, type Subject } from '@/lib/domain/branch'
import { valueTestOf } from '@/lib/domain/compile-condition'
import type { Condition } from '@/lib/domain/condition'
import type { JsonObject } from '@/lib/domain/json'
import { compileRegex, quoteRegex } from '@/lib/domain/regex'
import { cookiePart } from './istio-cookies'
import { covers, urisOf } from './istio-paths'
import type { RoutePath } from './provider'
import { patternOf } from './value-pattern'

/** What a match asks for: fields that are joined by AND. */
export type MatchPart = {
  /** `path` where a condition of ours, not the entry's path, gave the `uri`. */
  name?: string
  uri?: JsonObject
  method?: JsonObject
  headers?: Record<string, JsonObject>
  withoutHeaders?: Record<string, JsonObject>
  queryParams?: Record<string, JsonObject>
}

/**
 * One AND-list at one path as matches of a VirtualService, which are joined by OR. None when no request can meet it. It must
 * have passed `check`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export function matchesOf(
  conditions: readonly Condition[],
  path: RoutePath,
  uris: readonly (JsonObject | undefined)[] = urisOf(path),
): JsonObject[] {
  const branch = branchOf(conditions)
  const place = branch.get('path')
  const parts: MatchPart[][] = [
    place ? pathParts(place, path) : uris.map((uri) => (uri ? { uri } : {})),
    cookiePart(branch),
    ...[...branch].map(([key, subject]) => partsOf(key, subject)),
  ]
  return parts
    .reduce<MatchPart[]>((known, more) => known.flatMap((one) => more.map((next) => merged(one, next))), [{}])
    .map((part) => ({ ...part }))
}

function merged(one: MatchPart, other: MatchPart): MatchPart {
  const record = (key: 'headers' | 'withoutHeaders' | 'queryParams') =>
    (one[key] || other[key]) && { [key]: { ...one[key], ...other[key] } }
  return { ...one, ...other, ...record('headers'), ...record('withoutHeaders'), ...record('queryParams') }
}

/** Paths and cookies are done elsewhere, since they share a field. */
function partsOf(key: string, subject: Subject): MatchPart[] {
  const [source, name = ''] = key.split(' ')
  switch (source) {
    case 'header':
      return headerParts(name, subject)
    case 'query':
      return valueMatch(subject, queryMatch).map((test) => ({ queryParams: { [name]: test } }))
    case 'method':
      return valueMatch(subject, stringMatch).map((method) => ({ method }))
    default:
      return [{}]
  }
}

/** The test of the values that meet all conditions; none when no value does. */
function valueMatch({ conditions, values }: Subject, toMatch: (one: Condition) => JsonObject): JsonObject[] {
  if (values !== null) return oneOf(values)
  const wanted = conditions.filter(({ not }) => !not)
  const first = wanted.find(({ operator }) => operator !== 'present') ?? wanted[0]
  return first ? [toMatch(first)] : []
}

function oneOf(values: readonly string[]): JsonObject[] {
  const [only, ...more] = new Set(values)
  if (only === undefined) return []
  if (more.length === 0) return [{ exact: only }]
  return [{ regex: patternOf({ source: 'method', operator: 'in', values: [only, ...more] }) }]
}

/**
 * A missing header counts as an empty one for `withoutHeaders`, unless only its presence is asked for: so a negated
 * pattern that takes the empty text needs a match of its own for requests without the header.
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go
 */
function headerParts(name: string, subject: Subject): MatchPart[] {
  const { conditions, values } = subject
  if (values !== null) return oneOf(values).map((test) => ({ headers: { [name]: test } }))
  const denied = conditions.filter(({ not }) => not)
  const [wanted] = valueMatch(subject, stringMatch)
  if (denied.length === 0) return wanted ? [{ headers: { [name]: wanted } }] : []
  const absent: MatchPart = { withoutHeaders: { [name]: {} } }
  if (denied.some(({ operator }) => operator === 'present')) return wanted ? [] : [absent]
  const withoutHeaders = { [name]: noneOf(denied) }
  if (wanted) return [{ headers: { [name]: wanted }, withoutHeaders }]
  const takesEmpty = denied.some((condition) => valueTestOf(condition)(''))
  return takesEmpty ? [absent, { headers: { [name]: {} }, withoutHeaders }] : [{ withoutHeaders }]
}

function noneOf(denied: readonly Condition[]): JsonObject {
  const [first, ...more] = denied
  if (first && more.length === 0) return stringMatch(first)
  return { regex: `^(?:${denied.map((condition) => `(?:${textOf(condition)})`).join('|')})$` }
}

function textOf(condition: Condition): string {
  if (condition.operator === 'exact') return quoteRegex(condition.value)
  return (patternOf(condition) ?? '').replace(/^\^|\$$/g, '')
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch */
function stringMatch(condition: Condition): JsonObject {
  switch (condition.operator) {
    case 'exact':
      return { exact: condition.value }
    case 'prefix':
      return { prefix: condition.value }
    case 'in': {
      const [match = {}] = oneOf(condition.values)
      return match
    }
    case 'present':
    case 'percent':
      return {}
    case 'regex':
      return { regex: patternOf(condition) }
  }
}

/** Older releases know no prefix and no presence of query parameters. */
function queryMatch(condition: Condition): JsonObject {
  return condition.operator === 'exact' ? { exact: condition.value } : { regex: patternOf(condition) }
}

/** Path conditions share the field `uri` with the entry's path, so they are cut down to what is below it. */
function pathParts({ conditions, values }: Subject, path: RoutePath): MatchPart[] {
  const named = (uri: JsonObject | undefined): MatchPart => ({ name: 'path', ...(uri && { uri }) })
  if (values !== null)
    return values
      .filter((value) => covers(path, { path: value, type: 'Exact' }))
      .map((exact) => named({ exact }))
  const [test] = conditions
  if (path.type === 'Exact') {
    return conditions.every((condition) => valueTestOf(condition)(path.path))
      ? [named({ exact: path.path })]
      : []
  }
  if (test?.operator === 'regex') return [named({ regex: patternOf(test) })]
  if (test?.operator !== 'prefix') return []
  if (covers({ path: '/', type: 'Prefix' }, path) && covers(path, { path: '/', type: 'Prefix' }))
    return [named({ prefix: test.value })]
  if (path.path.startsWith(test.value)) return urisOf(path).map(named)
  return covers(path, { path: test.value, type: 'Prefix' }) && test.value.length > path.path.length
    ? [named({ prefix: test.value })]
    : []
}

/** Whether a pattern is one that this API and RE2 take. @see https://github.com/istio/istio/blob/master/pkg/config/validation/validation.go */
export function isShortPattern(pattern: string): boolean {
  return pattern.length <= 1024 && compileRegex(pattern).ok
}
