import { baseline } from '@/lib/domain/baseline'
import { conditionText } from '@/lib/domain/condition-text'
import type { RouteRule } from '@/lib/domain/route-rule'
import { type PlainReason, say } from '@/lib/words/sentence'
import type { Feature } from './feature'
import { nginxCookiePattern, nginxHeaderPattern } from './nginx-pattern'
import type { CheckContext, Unsupported } from './provider'

/** Why a canary Ingress lacks a feature, where the reason says what to do instead. */
export function whyNotNginx(feature: Feature): PlainReason | null {
  if (feature === 'not') return 'checks.whyNoNegation'
  const [source, operator] = feature.split('-')
  if (operator === 'percent') return 'checks.whyNoHash'
  if (source === 'path' || source === 'host') return 'checks.whyEntryPlace'
  return source === 'query' || source === 'method' ? 'checks.whyHeaderOrCookie' : null
}

/** Header names and values that nginx or its annotations do not take. */
export function checkNginxValues(rules: readonly RouteRule[], gateway: string): Unsupported[] {
  return rules.flatMap((rule) =>
    (rule.match ?? []).flatMap((conditions, branch) =>
      conditions.flatMap((one, condition): Unsupported[] => {
        if (one.source !== 'header' && one.source !== 'cookie') return []
        const where = { rule: rule.name, branch, condition }
        const text = conditionText(one)
        // Others are dropped before routing: underscores_in_headers and ignore_invalid_headers.
        if (one.source === 'header' && !/^[A-Za-z0-9-]+$/.test(one.name)) {
          const message = say('checks.gatewayHeaderName', { rule: rule.name, gateway, header: one.name })
          return [{ ...where, code: 'HeaderName', message, params: { header: one.name } }]
        }
        const pattern = one.source === 'header' ? nginxHeaderPattern(one) : nginxCookiePattern(one)
        if (pattern !== null) return []
        const message = say('checks.gatewayValue', { rule: rule.name, condition: text })
        return [{ ...where, code: 'Value', message, params: { condition: text } }]
      }),
    ),
  )
}

/**
 * Lanes that need the tag header written by the gateway, which cannot: those without a version of the entry's application, and
 * those whose other versions must get no requests.
 */
export function checkUntagged(
  rules: readonly RouteRule[],
  { lanes, application }: CheckContext,
  gateway: string,
): Unsupported[] {
  return rules.flatMap((rule) =>
    rule.targets.flatMap(({ lane: tag, weight }): Unsupported[] => {
      const lane = lanes.find((candidate) => candidate.tag === tag)
      if (weight === 0 || tag === baseline || lane === undefined || application === undefined) return []
      const about = { rule: rule.name, gateway, lane: tag }
      const isOwn = (one: { application: string }) => one.application === application.name
      const params = { lane: tag, feature: 'set-tag' }
      if (lane.versions.length > 0 && !lane.versions.some(isOwn)) {
        const message = say('checks.gatewayNoTag', { ...about, application: application.name })
        return [{ rule: rule.name, code: 'NoTag', message, params }]
      }
      if (lane.passTag || lane.versions.every(isOwn)) return []
      return [{ rule: rule.name, code: 'PassTag', message: say('checks.gatewayPassTag', about), params }]
    }),
  )
}
