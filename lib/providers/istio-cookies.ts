import type { Branch } from '@/lib/domain/branch'
import type { Condition } from '@/lib/domain/condition'
import { quoteRegex, unquoteRegex } from '@/lib/domain/regex'
import type { MatchPart } from './istio-match'

/** What is asked of cookies: all in one header, whose value is matched as a whole. */
const start = String.raw`^(.*?;\s*)?(`
const end = ')(;.*)?$'

/**
 * Cookie conditions as tests of the header `cookie`: one pattern for what must be there, one for all that must not.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export function cookiePart(branch: Branch): MatchPart[] {
  const subjects = [...branch].flatMap(([key, subject]) => (key.startsWith('cookie ') ? [subject] : []))
  const wanted: string[] = []
  const denied: string[] = []
  for (const { conditions, values } of subjects) {
    const [first] = conditions
    if (first === undefined || !('name' in first)) continue
    if (values !== null) {
      if (values.length === 0) return []
      wanted.push(
        pairOf({ ...first, operator: 'in', values: [...new Set(values)], not: undefined } as Condition),
      )
      continue
    }
    const positive = conditions.filter(({ not }) => !not)
    const main = positive.find(({ operator }) => operator !== 'present') ?? positive[0]
    if (main) wanted.push(pairOf(main))
    denied.push(...conditions.filter(({ not }) => not).map(pairOf))
  }
  const [pattern] = wanted
  return [
    {
      ...(pattern !== undefined && { headers: { cookie: { regex: `${start}${pattern}${end}` } } }),
      ...(denied.length > 0 && {
        withoutHeaders: { cookie: { regex: `${start}${denied.join('|')}${end}` } },
      }),
    },
  ]
}

function pairOf(condition: Condition): string {
  const name = 'name' in condition ? quoteRegex(condition.name) : ''
  switch (condition.operator) {
    case 'exact':
      return `${name}=${quoteRegex(condition.value)}`
    case 'in': {
      const values = condition.values.map(quoteRegex)
      return values.length === 1 ? `${name}=${values[0]}` : `${name}=(?:${values.join('|')})`
    }
    case 'prefix':
      return `${name}=${quoteRegex(condition.value)}[^;]*`
    case 'present':
    case 'regex':
    case 'percent':
      return `${name}=[^;]*`
  }
}

/** The inverse of `cookiePart` for one pattern; null for one that it does not write. */
export function readCookies(pattern: unknown, not: boolean): Condition[] | null {
  if (typeof pattern !== 'string' || !pattern.startsWith(start) || !pattern.endsWith(end)) return null
  const pairs = splitOutside(pattern.slice(start.length, -end.length)).map((pair) => readPair(pair, not))
  const known = pairs.filter((pair) => pair !== null)
  return known.length === pairs.length ? known : null
}

/** The alternatives of a pattern at the top level. */
function splitOutside(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const [part] of text.matchAll(/\\.|[\s\S]/g)) {
    if (part === '(') depth++
    if (part === ')') depth--
    if (part === '|' && depth === 0) parts.push('')
    else parts[parts.length - 1] += part
  }
  return parts
}

function readPair(pair: string, not: boolean): Condition | null {
  const at = pair.indexOf('=')
  const name = unquoteRegex(pair.slice(0, at))
  const value = pair.slice(at + 1)
  if (name === null || at < 1) return null
  const about = { source: 'cookie' as const, name, ...(not && { not: true as const }) }
  if (value === '[^;]*') return { ...about, operator: 'present' }
  const list = /^\(\?:(.*)\)$/s.exec(value)?.[1]
  if (list !== undefined) {
    const values = splitOutside(list).map(unquoteRegex)
    const known = values.filter((one) => one !== null)
    return known.length === values.length ? { ...about, operator: 'in', values: known } : null
  }
  const isPrefix = value.endsWith('[^;]*')
  const text = unquoteRegex(isPrefix ? value.slice(0, -'[^;]*'.length) : value)
  return text === null ? null : { ...about, operator: isPrefix ? 'prefix' : 'exact', value: text }
}
