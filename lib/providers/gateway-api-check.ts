import type { Entry } from '@/lib/domain/entry'
import type { RouteRule } from '@/lib/domain/route-rule'
import { type PlainReason, say } from '@/lib/words/sentence'
import type { Feature } from './feature'
import { routeLimits } from './gateway-api-limits'
import { matchCount, routeMethods } from './gateway-api-match'
import type { Unsupported } from './provider'

/** Why a feature is missing, where the API says so; other missing features need no reason. */
export function whyMissing(feature: Feature): PlainReason | null {
  if (feature === 'not') return 'checks.whyNoNegation'
  const [source, operator] = feature.split('-')
  if (operator === 'percent') return 'checks.whyNoHash'
  if (source === 'cookie') return 'checks.whyNoCookies'
  if (source === 'path' || source === 'host') return 'checks.whyEntryPlace'
  return operator === 'regex' || operator === 'prefix' || operator === 'present'
    ? 'checks.whyExactOnly'
    : null
}

/** Methods that a match cannot name. */
export function checkMethods(rules: readonly RouteRule[], gateway: string): Unsupported[] {
  return rules.flatMap((rule) =>
    (rule.match ?? []).flatMap((conditions, branch) =>
      conditions.flatMap((one, condition) => {
        if (one.source !== 'method') return []
        const methods = one.operator === 'in' ? one.values : one.operator === 'exact' ? [one.value] : []
        const unknown = methods.find((method) => !routeMethods.has(method))
        if (unknown === undefined) return []
        const message = say('checks.gatewayMethod', { rule: rule.name, gateway, method: unknown })
        return [{ rule: rule.name, branch, condition, code: 'Method', message, params: { method: unknown } }]
      }),
    ),
  )
}

/** Rules whose conditions, multiplied out, do not fit into one route. */
export function checkMatchCount(rules: readonly RouteRule[], entry: Entry, gateway: string): Unsupported[] {
  const limit = routeLimits.matches
  const paths = entry.paths?.length ?? 1
  return rules.flatMap((rule) => {
    const count = (rule.match ?? []).reduce((sum, conditions) => sum + matchCount(conditions) * paths, 0)
    if (count <= limit) return []
    const message = say('checks.gatewayMatches', { rule: rule.name, gateway, count, limit })
    return [
      { rule: rule.name, code: 'Matches', message, params: { count: String(count), limit: String(limit) } },
    ]
  })
}

/**
 * Rules whose weights are more together than a backend may have: the shares of parked lanes are added to the baseline's.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export function checkWeights(rules: readonly RouteRule[], gateway: string): Unsupported[] {
  const limit = routeLimits.weight
  return rules.flatMap((rule) => {
    const sum = rule.targets.reduce((total, { weight }) => total + weight, 0)
    if (sum <= limit) return []
    const message = say('checks.gatewayWeightSum', { rule: rule.name, gateway, sum, limit })
    return [
      { rule: rule.name, code: 'WeightSum', message, params: { sum: String(sum), limit: String(limit) } },
    ]
  })
}
