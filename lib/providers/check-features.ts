import { type Condition, ConditionOperator, ConditionSource } from '@/lib/domain/condition'
import { conditionText } from '@/lib/domain/condition-text'
import type { RouteRule } from '@/lib/domain/route-rule'
import { type PlainReason, type Sentence, say } from '@/lib/words/sentence'
import type { Feature } from './feature'
import type { Unsupported } from './provider'

/** Says why a gateway lacks a feature; null when there is nothing to say. */
type Why = (feature: Feature) => PlainReason | null

/** Everything in the rules that needs a feature which the gateway lacks; `gateway` is its title, for the sentences. */
export function checkFeatures(
  rules: readonly RouteRule[],
  features: ReadonlySet<Feature>,
  gateway: string,
  why: Why = () => null,
): Unsupported[] {
  return rules.flatMap((rule) => [
    ...checkConditions(rule, features, gateway, why),
    ...checkBranches(rule, features, gateway),
    ...checkTargets(rule, features, gateway),
  ])
}

function checkConditions(
  rule: RouteRule,
  features: ReadonlySet<Feature>,
  gateway: string,
  why: Why,
): Unsupported[] {
  return (rule.match ?? []).flatMap((conditions, branch) =>
    conditions.flatMap((one, condition) => {
      const feature = missingFeature(one, features)
      if (feature === null) return []
      const text = conditionText(one)
      const reason = why(feature)
      const about = { rule: rule.name, gateway, condition: text }
      const message = refusal(about, reason, takenInstead(one, features))
      return [
        {
          rule: rule.name,
          branch,
          condition,
          code: 'Condition',
          message,
          params: { condition: text, feature },
        },
      ]
    }),
  )
}

function refusal(
  about: { rule: string; gateway: string; condition: string },
  reason: PlainReason | null,
  instead: string,
): Sentence {
  if (reason === null)
    return instead === ''
      ? say('checks.gatewayCondition', about)
      : say('checks.gatewayConditionInstead', { ...about, instead })
  const why = say(reason)
  return instead === ''
    ? say('checks.gatewayConditionWhy', { ...about, why })
    : say('checks.gatewayConditionWhyInstead', { ...about, why, instead })
}

/** Comparisons of the same thing that the gateway takes, else the same comparison of other things; empty for none. */
function takenInstead({ source, operator, not }: Condition, features: ReadonlySet<Feature>): string {
  const own = ConditionOperator.options.filter((one) => features.has(`${source}-${one}`))
  if (own.length > 0 && !not) return own.map((one) => `${source} ${one}`).join(', ')
  const others = ConditionSource.options.filter((one) => features.has(`${one}-${operator}`))
  return not ? '' : others.map((one) => `${one} ${operator}`).join(', ')
}

function missingFeature(condition: Condition, features: ReadonlySet<Feature>): Feature | null {
  const feature: Feature = `${condition.source}-${condition.operator}`
  if (!features.has(feature)) return feature
  const negates = features.has('not') || features.has(`not-${condition.source}`)
  return condition.not && !negates ? 'not' : null
}

function checkBranches(rule: RouteRule, features: ReadonlySet<Feature>, gateway: string): Unsupported[] {
  const found: Unsupported[] = []
  const match = rule.match ?? []
  if (match.length > 1 && !features.has('or')) {
    const message = say('checks.gatewayOr', { rule: rule.name, gateway })
    found.push({ rule: rule.name, branch: 1, code: 'Or', message, params: { feature: 'or' } })
  }
  for (const [branch, conditions] of match.entries()) {
    if (conditions.length < 2 || features.has('and') || isHeaderAndQuery(conditions, features)) continue
    const reason = features.has('and-header-query') ? 'checks.gatewayAndHeaderQuery' : 'checks.gatewayAnd'
    const message = say(reason, { rule: rule.name, gateway })
    const feature: Feature = pairsHeaderAndQuery(conditions) ? 'and-header-query' : 'and'
    found.push({ rule: rule.name, branch, code: 'And', message, params: { feature } })
  }
  return found
}

function isHeaderAndQuery(conditions: readonly Condition[], features: ReadonlySet<Feature>): boolean {
  return features.has('and-header-query') && pairsHeaderAndQuery(conditions)
}

function pairsHeaderAndQuery(conditions: readonly Condition[]): boolean {
  if (conditions.length !== 2) return false
  const sources = conditions.map(({ source }) => source)
  return sources.includes('header') && sources.includes('query')
}

type CannotSplit =
  | 'checks.gatewaySticky'
  | 'checks.gatewayPartialWeights'
  | 'checks.gatewayWeights'
  | 'checks.gatewayManyTargets'

function checkTargets(rule: RouteRule, features: ReadonlySet<Feature>, gateway: string): Unsupported[] {
  const found: Unsupported[] = []
  const refuse = (code: string, feature: Feature, reason: CannotSplit) =>
    found.push({
      rule: rule.name,
      code,
      message: say(reason, { rule: rule.name, gateway }),
      params: { feature },
    })
  const count = rule.targets.filter(({ weight }) => weight > 0).length
  if (rule.sticky && !features.has('sticky')) refuse('Sticky', 'sticky', 'checks.gatewaySticky')
  if (rule.sticky && features.has('sticky')) return found
  if (count > 1 && rule.match && !features.has('weighted-match')) {
    refuse('PartialWeights', 'weighted-match', 'checks.gatewayPartialWeights')
  }
  if (count > 1 && !rule.match && !features.has('weighted'))
    refuse('Weights', 'weighted', 'checks.gatewayWeights')
  if (count > 2 && !rule.match && !features.has('n-way')) {
    refuse('ManyTargets', 'n-way', 'checks.gatewayManyTargets')
  }
  return found
}
