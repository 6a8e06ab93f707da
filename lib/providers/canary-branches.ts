import type { Condition } from '@/lib/domain/condition'
import { asTexts } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { Match } from '@/lib/domain/route-rule'
import { type Sentence, say } from '@/lib/words/sentence'
import type { CanaryDialect } from './canary-dialect'
import { readPattern } from './value-pattern'

/** What one canary Ingress says: requests it takes, requests it leaves to the baseline, and its part of the rest. */
export type CanaryWords = {
  takes: Match
  /** Matched before `takes`, and they stay on the baseline. */
  leaves: Match
  weight: { part: number; total: number } | null
  /** 2 for a header or query parameter, 1 for a cookie, 0 for a weight: the higher goes first. */
  rank: 0 | 1 | 2
  losses: Notice[]
}

/** The annotations of a canary Ingress as a gateway of this dialect reads them. */
export function canaryWords(ingress: KubeObject, dialect: CanaryDialect): CanaryWords {
  const annotations = asTexts(ingress.metadata.annotations)
  const { keys } = dialect
  const words: CanaryWords = { takes: [], leaves: [], weight: null, rank: 0, losses: [] }
  const named = { kind: ingress.kind, name: ingress.metadata.name }
  const lose = (code: string, message: Sentence) =>
    words.losses.push({ code, severity: 'warning', message, object: refOf(ingress) })
  const tests = (['header', 'query', 'cookie'] as const).flatMap((source) => {
    const test = readTest(source, annotations, dialect)
    if (test === null) return []
    if (test.widened !== null)
      lose('PatternWidened', say('importing.patternWidened', { ...named, pattern: test.widened }))
    return [{ source, ...test }]
  })
  const first = tests.filter(({ source }) => source !== 'cookie')
  const chosen = first.length > 0 ? first : tests
  const [one] = chosen
  if (one) {
    words.rank = one.source === 'cookie' ? 1 : 2
    const joined = chosen.map(({ condition }) => condition)
    words.takes = dialect.joins ? [joined] : joined.map((condition) => [condition])
    words.leaves = chosen.flatMap(({ never }) => (never === null ? [] : [[never]]))
  }
  const rest = tests.filter((test) => !chosen.includes(test))
  if (rest.length > 0 && dialect.weightOfRest) words.takes.push(...rest.map(({ condition }) => [condition]))
  else if (rest.length > 0)
    lose(
      'BranchIgnored',
      say('importing.branchIgnored', { ...named, what: keys.cookie, gateway: dialect.gateway }),
    )
  const part = numberOf(annotations[keys.weight])
  if (part === null || (part === 0 && one)) return words
  if (one && !dialect.weightOfRest) {
    lose(
      'BranchIgnored',
      say('importing.branchIgnored', { ...named, what: `${keys.weight}: ${part}`, gateway: dialect.gateway }),
    )
    return words
  }
  words.weight = { part, total: Math.max(numberOf(annotations[keys.weightTotal]) ?? 100, 1) }
  return words
}

type Test = { condition: Condition; never: Condition | null; widened: string | null }

function readTest(
  source: 'header' | 'query' | 'cookie',
  annotations: Record<string, string>,
  { keys, never, alwaysToo }: CanaryDialect,
): Test | null {
  const slots = {
    header: [keys.header, keys.headerValue, keys.headerPattern],
    query: [keys.query, keys.queryValue, keys.queryPattern],
    cookie: [keys.cookie, keys.cookieValue, undefined],
  }[source]
  const [name, value, pattern] = slots.map((key) => (key === undefined ? undefined : annotations[key]))
  if (name === undefined || name === '') return null
  const about = { source, name }
  if (value !== undefined && value !== '') {
    const isBoth = alwaysToo && source === 'header' && value !== 'always'
    const condition: Condition = isBoth
      ? { ...about, operator: 'in', values: [value, 'always'] }
      : { ...about, operator: 'exact', value }
    return { condition, never: null, widened: null }
  }
  if (pattern !== undefined && pattern !== '') return { ...patternTest(about, pattern), never: null }
  return {
    condition: { ...about, operator: 'exact', value: 'always' },
    never: never ? { ...about, operator: 'exact', value: 'never' } : null,
    widened: null,
  }
}

/** A pattern is looked for anywhere in the value, unless it says where the value begins and ends. */
function patternTest(
  about: { source: 'header' | 'query' | 'cookie'; name: string },
  pattern: string,
): Pick<Test, 'condition' | 'widened'> {
  const known = readPattern(pattern)
  if (known !== null) return { condition: { ...about, ...known }, widened: null }
  const isWhole = pattern.startsWith('^') && pattern.endsWith('$') && !pattern.includes('|')
  if (isWhole)
    return { condition: { ...about, operator: 'regex', value: pattern.slice(1, -1) }, widened: null }
  return { condition: { ...about, operator: 'regex', value: `.*(?:${pattern}).*` }, widened: pattern }
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null
}
