import type { Condition } from '@/lib/domain/condition'
import { quoteRegex, unquoteRegex } from '@/lib/domain/regex'

const start = '^(.*;)?\\s*'
const end = '\\s*(;.*)?$'
const rest = '[^;]*'

/**
 * A cookie's condition as an expression over the whole `Cookie` header; empty for an operator that none can say.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export function writeCookie(condition: Condition): string {
  if (condition.source !== 'cookie') return ''
  const name = `${start}${quoteRegex(condition.name)}=`
  switch (condition.operator) {
    case 'exact':
      return `${name}${quoteRegex(condition.value)}${end}`
    case 'in':
      return `${name}(${condition.values.map(quoteRegex).join('|')})${end}`
    case 'prefix':
      return `${name}${quoteRegex(condition.value)}${rest}${end}`
    case 'present':
      return `${name}${rest}${end}`
    case 'regex':
    case 'percent':
      return ''
  }
}

/** The inverse of `writeCookie`; null for an expression that it does not write. */
export function readCookie(pattern: string): Condition | null {
  if (!pattern.startsWith(start) || !pattern.endsWith(end)) return null
  const inner = pattern.slice(start.length, -end.length)
  const equals = inner.indexOf('=')
  const name = unquoteRegex(inner.slice(0, equals))
  if (equals < 0 || name === null) return null
  return readValue(name, inner.slice(equals + 1))
}

function readValue(name: string, text: string): Condition | null {
  const one = { source: 'cookie' as const, name }
  if (text === rest) return { ...one, operator: 'present' }
  if (text.endsWith(rest)) {
    const value = unquoteRegex(text.slice(0, -rest.length))
    return value === null ? null : { ...one, operator: 'prefix', value }
  }
  const list = /^\((.*)\)$/.exec(text)?.[1]
  if (list !== undefined) {
    const values = (list.match(/(?:\\.|[^|\\])+/g) ?? []).map(unquoteRegex)
    const known = values.filter((value) => value !== null)
    return known.length === values.length ? { ...one, operator: 'in', values: known } : null
  }
  const value = unquoteRegex(text)
  return value === null ? null : { ...one, operator: 'exact', value }
}
