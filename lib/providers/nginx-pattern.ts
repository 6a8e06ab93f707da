import type { Condition } from '@/lib/domain/condition'
import { quoteRegex } from '@/lib/domain/regex'
import { isPatternValue } from './annotation-values'
import { type PatternTest, patternOf, readPattern } from './value-pattern'

type Named = Extract<Condition, { name: string }>

/** Patterns that mean something else in PCRE, or there by bytes, than in RE2, which conditions are written in. */
const otherDialect = /\\[pPvCQEzhHRX]|\[:|\(\?[^:]/

/**
 * A header condition as one PCRE pattern that an annotation can carry: characters that it cannot are written `\xhh`. Null for
 * what no such pattern can say.
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/parser/validators.go
 */
export function nginxHeaderPattern(condition: Named): string | null {
  if (condition.operator === 'regex') {
    const text = patternOf(condition)
    return text === null || otherDialect.test(condition.value) ? null : carried(text)
  }
  const text = condition.operator === 'exact' ? `^${quoteRegex(condition.value)}$` : patternOf(condition)
  return text === null ? null : carried(escapeOthers(text))
}

/** The inverse of `nginxHeaderPattern`; null for a pattern that it does not write. */
export function readHeaderPattern(
  pattern: string,
): PatternTest | { operator: 'exact'; value: string } | null {
  const text = unescapeOthers(pattern)
  const test = pattern.startsWith('^(?:') ? readPattern(pattern) : readPattern(text)
  if (test !== null) return test
  const value = /^\^(.*)\$$/s.exec(text)?.[1]?.replace(/\\([\\.+*?()|[\]{}^$])/g, '$1')
  return value !== undefined && `^${quoteRegex(value)}$` === text ? { operator: 'exact', value } : null
}

/**
 * A cookie's condition as a pattern of the whole `Cookie` header. Of several cookies of one name the first counts: those
 * before it must have other names, which PCRE says without the characters of a look-ahead by a condition that fails.
 */
export function nginxCookiePattern(condition: Named): string | null {
  const name = quoteRegex(condition.name)
  const value = cookieValue(condition)
  if (value === null) return null
  const others = `(?:(?(?=\\s*${name}\\s*=)(*F)|[^\\x3b]*\\x3b))*`
  return carried(`^${others}\\s*${name}\\s*=\\s*${value}\\s*(?:\\x3b.*)?$`)
}

function cookieValue(condition: Named): string | null {
  switch (condition.operator) {
    case 'exact':
      return escapeOthers(quoteRegex(condition.value))
    case 'prefix':
      return `${escapeOthers(quoteRegex(condition.value))}[^\\x3b]*`
    case 'in':
      return `(?:${condition.values.map((one) => escapeOthers(quoteRegex(one))).join('|')})`
    case 'present':
      return '[^\\x3b]*'
    case 'regex':
    case 'percent':
      return null
  }
}

/** The inverse of `nginxCookiePattern`; null for a pattern that it does not write. */
export function readCookiePattern(pattern: string): Named | null {
  const name = /\(\?=\\s\*(.*?)\\s\*=\)/.exec(pattern)?.[1]?.replace(/\\(.)/g, '$1')
  if (name === undefined) return null
  const mark = `\\s*${quoteRegex(name)}\\s*=\\s*`
  const text = pattern.slice(pattern.lastIndexOf(mark) + mark.length, -'\\s*(?:\\x3b.*)?$'.length)
  return candidates(name, text).find((condition) => nginxCookiePattern(condition) === pattern) ?? null
}

function candidates(name: string, text: string): Named[] {
  const source = 'cookie' as const
  const plain = (quoted: string) => unescapeOthers(quoted).replace(/\\([\\.+*?()|[\]{}^$])/g, '$1')
  const list = /^\(\?:(.*)\)$/s.exec(text)?.[1]?.match(/(?:\\.|[^|\\])+/gs) ?? []
  return [
    { source, name, operator: 'present' },
    { source, name, operator: 'prefix', value: plain(text.replace(/\[\^\\x3b\]\*$/, '')) },
    { source, name, operator: 'in', values: list.map(plain) },
    { source, name, operator: 'exact', value: plain(text) },
  ]
}

/** Printable ASCII that the annotation does not take, as `\xhh`; other characters stay and are refused. */
function escapeOthers(text: string): string {
  return text.replace(/[ !"#%',;<>@`]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function unescapeOthers(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})|\\./g, (all, code) =>
    code === undefined ? all : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

function carried(text: string): string | null {
  return isPatternValue(text) ? text : null
}
