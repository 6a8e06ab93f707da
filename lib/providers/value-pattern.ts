import type { Condition } from '@/lib/domain/condition'
import { quoteRegex, unquoteRegex } from '@/lib/domain/regex'

/** How the value of one header or query parameter is asked for, apart from `exact`. */
export type PatternTest =
  | { operator: 'prefix' | 'regex'; value: string }
  | { operator: 'in'; values: string[] }
  | { operator: 'present' }

/**
 * A test as one anchored RE2 pattern: right whether the gateway looks for it in the value or matches the whole value.
 * Null for an operator that no pattern can say.
 */
export function patternOf(condition: Condition): string | null {
  switch (condition.operator) {
    case 'prefix':
      return `^${quoteRegex(condition.value)}.*$`
    case 'in':
      return `^(${condition.values.map(quoteRegex).join('|')})$`
    case 'regex':
      return `^(?:${condition.value})$`
    case 'present':
      return '^.*$'
    case 'exact':
    case 'percent':
      return null
  }
}

/** The inverse of `patternOf`; null for a pattern that it does not write. */
export function readPattern(pattern: string): PatternTest | null {
  if (pattern === '^.*$') return { operator: 'present' }
  const regex = /^\^\(\?:(.*)\)\$$/s.exec(pattern)?.[1]
  if (regex !== undefined) return { operator: 'regex', value: regex }
  const list = /^\^\((.*)\)\$$/s.exec(pattern)?.[1]
  if (list !== undefined) {
    const values = (list.match(/(?:\\.|[^|\\])+/gs) ?? []).map(unquoteRegex)
    const known = values.filter((value) => value !== null)
    return known.length === values.length ? { operator: 'in', values: known } : null
  }
  const prefix = /^\^(.*)\.\*\$$/s.exec(pattern)?.[1]
  const value = prefix === undefined ? null : unquoteRegex(prefix)
  return value === null ? null : { operator: 'prefix', value }
}
