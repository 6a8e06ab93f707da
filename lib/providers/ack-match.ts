import type { Condition } from '@/lib/domain/condition'
import { isLiteralValue } from './annotation-values'
import { nginxHeaderPattern, readHeaderPattern } from './nginx-pattern'

type Named = Extract<Condition, { name: string }>

/** A condition in the words of `service-match`; null for what they cannot say. */
export function ackMatch(condition: Named): string | null {
  const { source, name } = condition
  const value = quoted(condition)
  return value === null || /["\\,()\s]/.test(name) ? null : `${source}("${name}", ${value})`
}

function quoted(condition: Named): string | null {
  // A query parameter is compared as it was sent, so only values that need no encoding are sure.
  const listed = condition.operator === 'in' ? condition.values : [literalOf(condition)]
  if (condition.source === 'query' && listed.some((one) => !/^[\w.~-]*$/.test(one))) return null
  if (
    condition.operator === 'exact' &&
    isLiteralValue(condition.value) &&
    condition.value.trim() === condition.value
  )
    return `"${condition.value}"`
  const pattern = nginxHeaderPattern(condition)
  return pattern === null ? null : `/${pattern.replaceAll('/', '\\x2f')}/`
}

function literalOf(condition: Named): string {
  return condition.operator === 'exact' || condition.operator === 'prefix' ? condition.value : ''
}

/** The inverse of `ackMatch`; null for what it does not write. */
export function readAckMatch(written: string): Named | null {
  const [, source, name, value, pattern] =
    /^(header|cookie|query)\("([^"]+)", (?:"([^"]*)"|\/(.*)\/)\)$/.exec(written) ?? []
  if (name === undefined || (source !== 'header' && source !== 'cookie' && source !== 'query')) return null
  if (value !== undefined) return { source, name, operator: 'exact', value }
  const text = pattern ?? ''
  const test = readHeaderPattern(text.startsWith('^(?:') ? text.replaceAll('\\x2f', '/') : text)
  return test && { source, name, ...test }
}
