import type { Condition } from '@/lib/domain/condition'
import { quoteRegex, unquoteRegex } from '@/lib/domain/regex'
import { higressKeys, type MatchPlace, type MatchType, matchKey, readMatchKey } from './higress-keys'
import { patternOf, readPattern } from './value-pattern'

/** One match of an Ingress. */
type HigressMatch = { type: MatchType; place: MatchPlace; name: string; value: string }

/**
 * One AND-list as annotations of an Ingress. Cookies are looked for in the header that carries them; a path is the
 * pseudo header `:path` up to the query, so that the Ingress keeps the paths of the base. It must have passed `check`.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/match.go
 */
export function matchAnnotations(conditions: readonly Condition[]): Record<string, string> {
  return Object.fromEntries(conditions.flatMap((condition) => annotationOf(condition) ?? []))
}

function annotationOf(condition: Condition): [string, string][] | null {
  if (condition.source === 'method') {
    const methods = methodsOf(condition)
    return methods && [[higressKeys.method, methods.join(' ')]]
  }
  const match = matchOf(condition)
  return match && [[matchKey(match.type, match.place, match.name), match.value]]
}

/** The methods that a condition asks for; null when it asks otherwise. */
export function methodsOf(condition: Condition): string[] | null {
  if (condition.operator === 'exact') return [condition.value]
  return condition.operator === 'in' ? [...new Set(condition.values)] : null
}

/** A condition as a match, null where no annotation says it. */
export function matchOf(condition: Condition): HigressMatch | null {
  if (condition.not === true) return null
  switch (condition.source) {
    case 'header':
    case 'query': {
      const slot = { place: condition.source, name: condition.name }
      if (condition.operator === 'exact' || condition.operator === 'prefix')
        return { ...slot, type: condition.operator, value: condition.value }
      const pattern = patternOf(condition)
      return pattern === null ? null : { ...slot, type: 'regex', value: pattern }
    }
    case 'cookie': {
      const value = cookieValue(condition)
      if (value === null) return null
      const pattern = `${cookieStart}${quoteRegex(condition.name)}=${value}${cookieEnd}`
      return { type: 'regex', place: 'header', name: 'cookie', value: pattern }
    }
    case 'path': {
      const value = pathPattern(condition)
      return value === null ? null : { type: 'regex', place: 'pseudo-header', name: 'path', value }
    }
    case 'method':
    case 'host':
      return null
  }
}

const cookieStart = '^(?:.*;)?\\s*'
const cookieEnd = '\\s*(?:;.*)?$'

function cookieValue(condition: Condition): string | null {
  switch (condition.operator) {
    case 'exact':
      return quoteRegex(condition.value)
    case 'in':
      return `(?:${condition.values.map(quoteRegex).join('|')})`
    case 'prefix':
      return `${quoteRegex(condition.value)}[^;]*`
    case 'present':
      return '[^;]*'
    case 'regex':
    case 'percent':
      return null
  }
}

const queryEnd = '(?:\\?.*)?$'

function pathPattern(condition: Condition): string | null {
  switch (condition.operator) {
    case 'exact':
      return `^${quoteRegex(condition.value)}${queryEnd}`
    case 'in':
      return `^(?:${condition.values.map(quoteRegex).join('|')})${queryEnd}`
    case 'prefix':
      return `^${quoteRegex(condition.value)}.*$`
    case 'regex':
    case 'present':
    case 'percent':
      return null
  }
}

/** The inverse of `matchAnnotations`, of all annotations of an Ingress; null when a match says something else. */
export function readMatches(annotations: Record<string, string>): Condition[] | null {
  const conditions: Condition[] = []
  for (const [key, value] of Object.entries(annotations)) {
    if (key === higressKeys.method) conditions.push(readMethods(value))
    const slot = readMatchKey(key)
    if (slot === null) continue
    const condition = readMatch({ ...slot, value })
    if (condition === null) return null
    conditions.push(condition)
  }
  return conditions
}

function readMethods(text: string): Condition {
  const [first = '', ...more] = text.split(' ')
  if (more.length === 0) return { source: 'method', operator: 'exact', value: first }
  return { source: 'method', operator: 'in', values: [first, ...more] }
}

function readMatch({ type, place, name, value }: HigressMatch): Condition | null {
  if (place === 'pseudo-header') return name === 'path' && type === 'regex' ? readPath(value) : null
  if (type === 'exact' || type === 'prefix') return { source: place, name, operator: type, value }
  const cookie = place === 'header' && name === 'cookie' ? readCookie(value) : null
  if (cookie !== null) return cookie
  const test = readPattern(value)
  return test === null ? null : { source: place, name, ...test }
}

function readCookie(pattern: string): Condition | null {
  if (!pattern.startsWith(cookieStart) || !pattern.endsWith(cookieEnd)) return null
  const inner = pattern.slice(cookieStart.length, -cookieEnd.length)
  const [, quotedName, rest = ''] = /^((?:[^=\\]|\\.)+)=(.*)$/s.exec(inner) ?? []
  const name = quotedName === undefined ? null : unquoteRegex(quotedName)
  if (name === null) return null
  if (rest === '[^;]*') return { source: 'cookie', name, operator: 'present' }
  const prefix = rest.endsWith('[^;]*') ? unquoteRegex(rest.slice(0, -5)) : null
  if (prefix !== null) return { source: 'cookie', name, operator: 'prefix', value: prefix }
  const values = readValues(rest)
  return values && oneOrMany({ source: 'cookie', name }, values)
}

function readPath(pattern: string): Condition | null {
  const test = pattern.endsWith(queryEnd) ? pattern.slice(1, -queryEnd.length) : null
  const values = test === null ? null : readValues(test)
  if (values !== null) return oneOrMany({ source: 'path' }, values)
  const prefix = readPattern(pattern)
  return prefix?.operator === 'prefix' ? { source: 'path', operator: 'prefix', value: prefix.value } : null
}

/** `(?:a|b)` or one quoted text. */
function readValues(pattern: string): string[] | null {
  const list = /^\(\?:(.*)\)$/s.exec(pattern)?.[1]
  const parts = list === undefined ? [pattern] : (list.match(/(?:\\.|[^|\\])+/gs) ?? [])
  const values = parts.map(unquoteRegex).filter((value) => value !== null)
  return values.length === parts.length ? values : null
}

function oneOrMany(
  subject: { source: 'cookie'; name: string } | { source: 'path' },
  values: string[],
): Condition {
  const [only, ...more] = values
  if (only !== undefined && more.length === 0) return { ...subject, operator: 'exact', value: only }
  return { ...subject, operator: 'in', values }
}

/**
 * Higress' precedence of an AND-list among Ingresses with the same paths: a method before none and the shorter list
 * first, then the more headers, then the more query parameters. The higher goes first.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/common/tool.go
 */
export function higressRank(conditions: readonly Condition[]): number {
  const method = conditions.find(({ source }) => source === 'method')
  const length = method === undefined ? 0 : (methodsOf(method) ?? []).join('|').length
  const matches = conditions.flatMap((condition) => matchOf(condition) ?? [])
  const queries = matches.filter(({ place }) => place === 'query').length
  const byMethod = length === 0 ? 0 : 1_000 - length
  return byMethod * 10_000 + (matches.length - queries) * 100 + queries
}
