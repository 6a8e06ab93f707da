import { type Branch, branchOf } from '@/lib/domain/branch'
import type { Condition } from '@/lib/domain/condition'
import { conditionText } from '@/lib/domain/condition-text'
import type { Entry } from '@/lib/domain/entry'
import { asObjects } from '@/lib/domain/json'
import type { RouteRule } from '@/lib/domain/route-rule'
import { type PlainReason, type Sentence, say } from '@/lib/words/sentence'
import type { Feature } from './feature'
import { isShortPattern, matchesOf } from './istio-match'
import { urisOf } from './istio-paths'
import type { RoutePath, Unsupported } from './provider'

type Found = { code: string; message: Sentence; condition?: number }
type About = { rule: string; gateway: string; paths: readonly RoutePath[] }

/** Names that a match keeps for other things. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
const reservedHeaders = new Set(['uri', 'scheme', 'method', 'authority'])

/** Why a feature is missing, where the API says so. */
export function whyMissing(feature: Feature): PlainReason | null {
  const [source, operator] = feature.split('-')
  if (operator === 'percent') return 'checks.whyNoHash'
  if (feature === 'cookie-regex') return 'checks.whyOneHeaderOfCookies'
  if (feature === 'not') return 'checks.whyNotHeader'
  return source === 'host' ? 'checks.whyEntryPlace' : null
}

/** Branches that one match of a VirtualService cannot say. */
export function checkBranches(rules: readonly RouteRule[], entry: Entry, gateway: string): Unsupported[] {
  const paths = (entry.paths ?? [{ path: '/', type: 'Prefix' as const }]).map(({ path, type }) => ({
    path,
    type,
  }))
  return rules.flatMap((rule) =>
    (rule.match ?? []).flatMap((conditions, branch) =>
      problemsOf(conditions, { rule: rule.name, gateway, paths }).map((found) => ({
        rule: rule.name,
        branch,
        ...found,
      })),
    ),
  )
}

function problemsOf(conditions: readonly Condition[], about: About): Found[] {
  const branch = branchOf(conditions)
  const single = conditions.flatMap((condition, index): Found[] => {
    const message = valueProblem(condition, about)
    return message ? [{ code: 'Value', message, condition: index }] : []
  })
  const twice = twiceAsked(branch).map((subject): Found => {
    const { rule, gateway } = about
    return { code: 'TwoTests', message: say('checks.gatewayTwoTests', { rule, gateway, subject }) }
  })
  if (single.length > 0 || twice.length > 0) return [...single, ...twice]
  const isLong = about.paths.some((path) =>
    patternsOf(matchesOf(conditions, path, urisOf(path))).some(isTooLong),
  )
  const { rule, gateway } = about
  return isLong ? [{ code: 'LongPattern', message: say('checks.gatewayLongPattern', { rule, gateway }) }] : []
}

function valueProblem(condition: Condition, { rule, gateway, paths }: About): Sentence | null {
  const text = conditionText(condition)
  if (condition.source === 'header' && reservedHeaders.has(condition.name.toLowerCase()))
    return say('checks.gatewayReservedHeader', { rule, gateway, header: condition.name })
  if (condition.source === 'path' && condition.operator === 'regex' && !paths.every(takesPatterns))
    return say('checks.gatewayPathPattern', { rule, gateway, condition: text })
  if (condition.source !== 'cookie') return null
  const values =
    'values' in condition ? condition.values : 'value' in condition ? [String(condition.value)] : []
  const isCookieValue = values.every((value) => !value.includes(';') && value.trim() === value)
  return isCookieValue ? null : say('checks.gatewayCookieValue', { rule, condition: text })
}

/** A pattern and a prefix cannot both stand in the one field for the path. */
function takesPatterns({ path, type }: RoutePath): boolean {
  return path === '/' || type === 'Exact'
}

/** What a branch asks of in two ways that no list of values sums up. All cookies are one header. */
function twiceAsked(branch: Branch): string[] {
  const isWanted = ([, { conditions }]: [string, { conditions: readonly Condition[] }]) =>
    conditions.some(({ not }) => !not)
  const cookies = [...branch].filter(([key]) => key.startsWith('cookie '))
  const header = branch.get('header cookie')
  const many = [...branch].flatMap(([key, { conditions, values }]) => {
    const tests = conditions.filter(({ not, operator }) => !not && operator !== 'present')
    return values === null && tests.length > 1 ? [key] : []
  })
  const isCrowded = cookies.filter(isWanted).length > 1 || (header !== undefined && cookies.length > 0)
  return isCrowded ? [...many, 'header cookie'] : many
}

function patternsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(patternsOf)
  const [object] = asObjects([value])
  return Object.entries(object ?? {}).flatMap(([key, inner]) =>
    key === 'regex' && typeof inner === 'string' ? [inner] : patternsOf(inner),
  )
}

function isTooLong(pattern: string): boolean {
  return !isShortPattern(pattern)
}
