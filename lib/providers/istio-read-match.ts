import type { Condition } from '@/lib/domain/condition'
import { asObject, type JsonObject } from '@/lib/domain/json'
import { readCookies } from './istio-cookies'
import { pathOf } from './istio-paths'
import type { RoutePath } from './provider'
import { type PatternTest, readPattern } from './value-pattern'

const known = new Set(['name', 'uri', 'authority', 'method', 'headers', 'withoutHeaders', 'queryParams'])

type Test = PatternTest | { operator: 'exact'; value: string }
type Named = { source: 'header' | 'query'; not: boolean }

/** A match of ours: its conditions, and the path where the entry's path gave it; null for one that we do not write. */
export function readMatch(match: JsonObject): { path: RoutePath | null; conditions: Condition[] } | null {
  if (Object.keys(match).some((key) => !known.has(key))) return null
  const isCondition = match.name === 'path'
  const parts = [
    isCondition && match.uri !== undefined ? readUnnamed('path', match.uri) : [],
    match.method === undefined ? [] : readUnnamed('method', match.method),
    readRecord(match.headers, { source: 'header', not: false }),
    readRecord(match.withoutHeaders, { source: 'header', not: true }),
    readRecord(match.queryParams, { source: 'query', not: false }),
  ]
  const conditions = parts.flatMap((part) => part ?? [])
  if (parts.includes(null)) return null
  return { path: isCondition ? null : pathOf(match), conditions }
}

function readUnnamed(source: 'path' | 'method', test: unknown): Condition[] | null {
  const read = readTest(test)
  return read === null || read.operator === 'present' ? null : [{ source, ...read }]
}

function readRecord(record: unknown, { source, not }: Named): Condition[] | null {
  const found = Object.entries(asObject(record)).map(([name, test]): Condition[] | null => {
    const cookies = source === 'header' && name === 'cookie' ? readCookies(asObject(test).regex, not) : null
    if (cookies !== null) return cookies
    const read = readTest(test)
    return read && [{ source, name, ...read, ...(not && { not: true as const }) }]
  })
  const conditions = found.flatMap((part) => part ?? [])
  return found.includes(null) ? null : conditions
}

function readTest(test: unknown): Test | null {
  const { exact, prefix, regex } = asObject(test)
  if (typeof exact === 'string') return { operator: 'exact', value: exact }
  if (typeof prefix === 'string') return { operator: 'prefix', value: prefix }
  if (typeof regex !== 'string') return regex === undefined ? { operator: 'present' } : null
  return readPattern(regex)
}
