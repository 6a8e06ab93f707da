import { baseline } from '@/lib/domain/baseline'
import { branchOf } from '@/lib/domain/branch'
import type { Condition } from '@/lib/domain/condition'
import { conditionText } from '@/lib/domain/condition-text'
import type { RouteRule } from '@/lib/domain/route-rule'
import { stickyParts } from '@/lib/domain/sticky'
import { type PlainReason, type Sentence, say } from '@/lib/words/sentence'
import type { Feature } from './feature'
import { isPluginCondition } from './higress-groups'
import { matchKey } from './higress-keys'
import { matchOf, methodsOf } from './higress-match'
import { canaryWeights } from './higress-weights'
import type { Unsupported } from './provider'

type Finding = { code: string; message: Sentence; params?: Record<string, string> }

function findings(
  rules: readonly RouteRule[],
  look: (condition: Condition, rule: RouteRule) => Finding | null,
): Unsupported[] {
  return rules.flatMap((rule) =>
    (rule.match ?? []).flatMap((conditions, branch) =>
      conditions.flatMap((one, condition) => {
        const found = look(one, rule)
        return found ? [{ rule: rule.name, branch, condition, ...found }] : []
      }),
    ),
  )
}

/** What annotations cannot say of rules that go without the tag plugin. */
export function checkAnnotations(rules: readonly RouteRule[]): Unsupported[] {
  return [...findings(rules, annotationFinding), ...rules.flatMap(checkSubjects)]
}

function annotationFinding(one: Condition, { name: rule }: RouteRule): Finding | null {
  const condition = conditionText(one)
  const params = { condition }
  if (one.source === 'method') {
    const unknown = methodsOf(one)?.find((method) => !methods.has(method))
    if (unknown === undefined) return null
    const message = say('checks.gatewayMethod', { rule, gateway: 'Higress', method: unknown })
    return { code: 'Method', message, params: { ...params, method: unknown } }
  }
  const match = matchOf(one)
  if (match === null) return null
  const key = matchKey(match.type, match.place, match.name).slice('higress.io/'.length)
  if (key.length > 63 || !/[A-Za-z0-9]$/.test(key) || /match-/.test(match.name)) {
    const message = say('checks.gatewayName', { rule, condition, gateway: 'Higress' })
    return { code: 'Name', message, params }
  }
  if (!isPlain(one))
    return { code: 'Value', message: say('checks.gatewayValue', { rule, condition }), params }
  return null
}

/** @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/match.go */
const methods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
])

/** Query values are compared as they stand in the URL: one that is encoded there is another. A path ends at its query. */
function isPlain(condition: Condition): boolean {
  const values =
    condition.operator === 'exact' || condition.operator === 'prefix'
      ? [condition.value]
      : condition.operator === 'in'
        ? condition.values
        : []
  if (condition.source === 'query') return values.every((value) => /^[\w.*~-]*$/.test(value))
  return condition.source !== 'path' || values.every((value) => !/[?#]/.test(value))
}

/** Of two matches of one header or parameter only one would be kept, and all cookies are one header. */
function checkSubjects({ name, match = [] }: RouteRule): Unsupported[] {
  return match.flatMap((conditions, branch) => {
    const subjects = new Set(
      [...branchOf(conditions).keys()].map((key) => (key.startsWith('cookie ') ? 'header cookie' : key)),
    )
    if (subjects.size === conditions.length) return []
    const message = say('checks.gatewaySameSubject', { rule: name, gateway: 'Higress' })
    return [{ rule: name, branch, code: 'And', message, params: { feature: 'and' } }]
  })
}

/** What the tag plugin cannot say of rules that go through it. */
export function checkPlugin(rules: readonly RouteRule[]): Unsupported[] {
  return findings(rules, (one, { name: rule }) => {
    if (one.not === true || isPluginCondition(one)) return null
    const condition = conditionText(one)
    const message = say('checks.gatewayPluginCondition', { rule, condition })
    return { code: 'PluginCondition', message, params: { condition } }
  })
}

/** Why Higress lacks a feature. */
export function whyNotHigress(feature: Feature): PlainReason | null {
  return feature === 'not' || feature.startsWith('not-') ? 'checks.whyPluginNegation' : null
}

/** Shares that Higress would round: it knows whole percents, and cuts a percent off some of those. */
export function checkShares(rules: readonly RouteRule[]): Unsupported[] {
  return rules.flatMap((rule) => {
    const taking = rule.targets.filter(({ weight }) => weight > 0)
    if (taking.length < 2 || isExact(rule, taking)) return []
    const message = say('checks.gatewayShares', { rule: rule.name, gateway: 'Higress' })
    return [{ rule: rule.name, code: 'Shares', message }]
  })
}

function isExact({ match, sticky }: RouteRule, taking: RouteRule['targets']): boolean {
  const total = taking.reduce((sum, { weight }) => sum + weight, 0)
  if (sticky) {
    let before = 0
    return stickyParts(taking).every(({ target, upTo }) => {
      before += target.weight
      return before * 100 === upTo * total
    })
  }
  const own = taking.find(({ lane }) => lane === baseline) ?? (match ? taking[0] : undefined)
  const beside = taking.filter((target) => target !== own).map(({ weight }) => weight)
  return canaryWeights(beside, own?.weight ?? 0) !== null
}
