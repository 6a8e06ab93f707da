import { branchOf, type Subject } from '@/lib/domain/branch'
import type { Condition } from '@/lib/domain/condition'
import { asObject, isJsonObject, type JsonObject } from '@/lib/domain/json'
import { quoteRegex } from '@/lib/domain/regex'
import { readCookie, writeCookie } from './mse-agent-cookie'
import { patternOf, readPattern } from './value-pattern'

/** Where in a TrafficRouter's match one condition stands; two of them cannot share a place. */
type Place = { field: Field; name: string }
type Field = 'headers' | 'withoutHeaders' | 'queryParams' | 'uri' | 'method' | 'authority'

const byName: ReadonlySet<Field> = new Set(['headers', 'withoutHeaders', 'queryParams'])

/**
 * One AND-list as a match of a TrafficRouter, null when no request can meet it. Expressions are anchored RE2. It must have
 * passed `check`.
 * @see https://github.com/opensergo/opensergo-specification/blob/main/specification/zh-Hans/traffic-routing.md
 */
export function routerMatch(conditions: readonly Condition[]): JsonObject | null {
  const match: Record<string, JsonObject> = {}
  for (const condition of simplified(conditions)) {
    if (condition === null) return null
    const { field, name } = placeOf(condition)
    const text = textMatch(condition)
    match[field] = byName.has(field) ? { ...match[field], [name]: text } : text
  }
  return match
}

/** The first condition for which the place in a match is taken by one before it; null when each has its own. */
export function crowded(conditions: readonly Condition[]): Condition | null {
  const taken = new Set<string>()
  for (const condition of simplified(conditions)) {
    if (condition === null) continue
    const { field, name } = placeOf(condition)
    if (taken.has(`${field} ${name}`)) return condition
    taken.add(`${field} ${name}`)
  }
  return null
}

/** The inverse of `routerMatch`; null for what it does not write. */
export function readRouterMatch(match: JsonObject): Condition[] | null {
  const conditions: Condition[] = []
  for (const [field, value] of Object.entries(match)) {
    const entries = isField(field) && byName.has(field) ? Object.entries(asObject(value)) : [['', value]]
    for (const [name, text] of entries) {
      const condition = isField(field) ? readCondition(field, String(name), asObject(text)) : null
      if (condition === null) return null
      conditions.push(condition)
    }
  }
  return conditions
}

/** Several conditions on one thing, one of which lists its values, are the values that meet them all. */
function simplified(conditions: readonly Condition[]): (Condition | null)[] {
  return [...branchOf(conditions).values()].flatMap((subject): (Condition | null)[] => {
    const [first] = subject.conditions
    if (first === undefined || subject.conditions.length === 1 || subject.values === null)
      return [...subject.conditions]
    return [oneOf(first, subject)]
  })
}

function oneOf({ not: _not, ...first }: Condition, { values }: Subject): Condition | null {
  const [value, ...more] = new Set(values ?? [])
  if (value === undefined) return null
  const about = 'name' in first ? { source: first.source, name: first.name } : { source: first.source }
  return (
    more.length > 0
      ? { ...about, operator: 'in', values: [value, ...more] }
      : { ...about, operator: 'exact', value }
  ) as Condition
}

function placeOf(condition: Condition): Place {
  switch (condition.source) {
    case 'header':
      return { field: condition.not ? 'withoutHeaders' : 'headers', name: condition.name.toLowerCase() }
    case 'cookie':
      return { field: condition.not ? 'withoutHeaders' : 'headers', name: 'cookie' }
    case 'query':
      return { field: 'queryParams', name: condition.name }
    case 'path':
      return { field: 'uri', name: '' }
    case 'method':
      return { field: 'method', name: '' }
    case 'host':
      return { field: 'authority', name: '' }
  }
}

function textMatch(condition: Condition): JsonObject {
  if (condition.source === 'cookie') return { regex: writeCookie(condition) }
  const fold = condition.source === 'host' ? (text: string) => text.toLowerCase() : (text: string) => text
  if (condition.operator === 'exact') return { exact: fold(condition.value) }
  if (condition.operator === 'prefix') return { prefix: fold(condition.value) }
  if (condition.operator === 'in')
    return { regex: `^(${condition.values.map(fold).map(quoteRegex).join('|')})$` }
  return { regex: patternOf(condition) ?? '' }
}

const sources = { queryParams: 'query', uri: 'path', method: 'method', authority: 'host' } as const

function readCondition(field: Field, name: string, text: JsonObject): Condition | null {
  const test = readText(text)
  if (field === 'headers' || field === 'withoutHeaders') {
    const cookie = name === 'cookie' && typeof text.regex === 'string' ? readCookie(text.regex) : null
    const positive = cookie ?? (test && { source: 'header' as const, name, ...test })
    return positive && (field === 'headers' ? positive : { ...positive, not: true })
  }
  if (test === null) return null
  if (field === 'queryParams') return { source: sources[field], name, ...test }
  return test.operator === 'present' ? null : { source: sources[field], ...test }
}

function readText({ exact, prefix, regex }: JsonObject) {
  if (typeof exact === 'string') return { operator: 'exact' as const, value: exact }
  if (typeof prefix === 'string') return { operator: 'prefix' as const, value: prefix }
  return typeof regex === 'string' ? readPattern(regex) : null
}

function isField(field: string): field is Field {
  return field in sources || byName.has(field as Field)
}

/** Whether a match asks for nothing. */
export function isEmptyMatch(match: unknown): boolean {
  return !isJsonObject(match) || Object.keys(match).length === 0
}
