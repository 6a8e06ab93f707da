import type { Condition, ConditionOperator, ConditionSource } from '@/lib/domain/condition'
import { pick } from '@/lib/domain/testdata/random'
import type { Feature } from '@/lib/providers/feature'

/** Numbers from 0 up to 1. */
export type Random = () => number

export const headerNames = ['x-user', 'X-Tenant', 'uid', 'x-mse-tag'] as const
export const cookieNames = ['uid', 'x.user'] as const
export const queryNames = ['group', 'uid'] as const
export const methods = ['GET', 'POST', 'PUT'] as const
export const paths = ['/a', '/a/b', '/api', '/m/a'] as const

/** Values that look alike to a gateway that forgets to quote, to anchor or to keep the case. */
export const values = [
  'a',
  'ab',
  'b',
  'A',
  'gray',
  'Gray',
  'x.y',
  'xzy',
  'v1.2',
  'v1x2',
  'always',
  'never',
  '100',
  'a b',
] as const
/** Values that some gateways refuse. */
export const rareValues = ['a|b', 'a+b', 'x/y', '(a)', 'ä'] as const
const patterns = ['a.*', 'g(ray|old)', '[ab]+', 'x.y', '[0-9]{2,3}', 'a|b'] as const

const operators: readonly ConditionOperator[] = ['exact', 'prefix', 'regex', 'in', 'present', 'percent']
const sources: readonly ConditionSource[] = ['header', 'cookie', 'query', 'path', 'method', 'host']

type Kind = { source: ConditionSource; operator: ConditionOperator }

const kinds: readonly Kind[] = sources.flatMap((source) =>
  operators
    .filter(
      (operator) =>
        ['header', 'cookie', 'query'].includes(source) || !['present', 'percent'].includes(operator),
    )
    .map((operator) => ({ source, operator })),
)

/** A condition: mostly of a kind that the features name, now and then any. */
export function drawCondition(random: Random, features: ReadonlySet<Feature>): Condition {
  const possible = kinds.filter(({ source, operator }) => features.has(`${source}-${operator}`))
  const kind = pick(random, possible.length > 0 && random() < 0.96 ? possible : kinds)
  const not =
    random() < (features.has('not') || features.has(`not-${kind.source}`) ? 0.2 : 0.01)
      ? { not: true as const }
      : {}
  return { ...conditionOf(random, kind), ...not }
}

/** Conditions on one thing with values of their own, so that rules which have them cannot overlap. */
export function drawAnchors(random: Random, features: ReadonlySet<Feature>, count: number): Condition[] {
  const source = (['header', 'query', 'cookie'] as const).find((one) => features.has(`${one}-exact`))
  if (source === undefined) return []
  const name = pick(random, namesOf(source))
  const left = [...values].sort(() => random() - 0.5)
  return Array.from({ length: count }, (): Condition => {
    const own = left.splice(0, 1 + Math.floor(random() * 3))
    const [value = ''] = own
    if (own.length > 1 && features.has(`${source}-in`)) return { source, name, operator: 'in', values: own }
    return { source, name, operator: 'exact', value }
  })
}

/** Some values; of cookies mostly those that canaries give a meaning of their own. */
function drawValues(random: Random, source: ConditionSource): string[] {
  if (source === 'cookie' && random() < 0.6) return ['always', 'never']
  return [drawValue(random), drawValue(random), drawValue(random)]
}

/** One of the values; now and then one that is hard to write down. */
function drawValue(random: Random): string {
  return random() < 0.03 ? pick(random, rareValues) : pick(random, values)
}

function conditionOf(random: Random, { source, operator }: Kind): Condition {
  if (source === 'header' || source === 'cookie' || source === 'query') {
    const named = { source, name: pick(random, namesOf(source)) }
    if (operator === 'present') return { ...named, operator }
    if (operator === 'percent') return { ...named, operator, value: pick(random, [0, 5, 30, 50, 99, 100]) }
    return {
      ...named,
      ...comparison(random, operator, drawValues(random, source), patterns),
    }
  }
  const compared = operator === 'present' || operator === 'percent' ? 'exact' : operator
  if (source === 'method') return { source, ...comparison(random, compared, methods, ['P.*', 'GET|PUT']) }
  if (source === 'path') return { source, ...comparison(random, compared, paths, ['/a/.*', '/(a|m).*']) }
  return {
    source,
    ...comparison(
      random,
      compared,
      ['shop.example.com', 'm.example.com'],
      ['shop\\..*', '[a-z]+\\.example\\.com'],
    ),
  }
}

function namesOf(source: 'header' | 'cookie' | 'query'): readonly string[] {
  return source === 'header' ? headerNames : source === 'cookie' ? cookieNames : queryNames
}

function comparison(
  random: Random,
  operator: 'exact' | 'prefix' | 'regex' | 'in',
  from: readonly string[],
  regexes: readonly string[],
) {
  switch (operator) {
    case 'exact':
    case 'prefix':
      return { operator, value: pick(random, from) }
    case 'regex':
      return { operator, value: pick(random, regexes) }
    case 'in':
      return {
        operator,
        values: Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, from)),
      }
  }
}
