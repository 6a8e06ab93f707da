import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import { conditionText } from '@/lib/domain/condition-text'
import type { Entry } from '@/lib/domain/entry'
import type { RouteRule } from '@/lib/domain/route-rule'
import { type PlainReason, type Sentence, say } from '@/lib/words/sentence'
import { checkFeatures } from './check-features'
import { checkOrder } from './check-order'
import type { Feature } from './feature'
import { crowded } from './mse-agent-match'
import { MseAgentSettings } from './mse-agent-settings'
import type { CheckContext, Unsupported } from './provider'

/** What a TrafficRouter says, and the emulated agent obeys. */
export const routerFeatures: ReadonlySet<Feature> = new Set([
  'header-exact',
  'header-prefix',
  'header-regex',
  'header-in',
  'header-present',
  'cookie-exact',
  'cookie-prefix',
  'cookie-in',
  'cookie-present',
  'query-exact',
  'query-prefix',
  'query-regex',
  'query-in',
  'query-present',
  'path-exact',
  'path-prefix',
  'path-regex',
  'path-in',
  'method-exact',
  'method-in',
  'host-exact',
  'host-in',
  'not-header',
  'not-cookie',
  'and-header-query',
  'and',
  'or',
  'weighted',
  'weighted-match',
  'n-way',
  'match-baseline',
  'set-tag',
  'remove-tag',
  'fallback',
])

/** What `ApplyTagPolicies` says. @see https://api.aliyun.com/document/mse/2019-05-31/ApplyTagPolicies */
const openApiFeatures: ReadonlySet<Feature> = new Set([
  'header-exact',
  'header-in',
  'cookie-exact',
  'cookie-in',
  'query-exact',
  'query-in',
  'path-exact',
  'path-in',
  'and-header-query',
  'and',
  'or',
  'weighted',
  'n-way',
  'set-tag',
  'fallback',
])

/** What survives OpenSergo's control plane on its way to Spring Cloud Alibaba 2.2.x. @see https://github.com/alibaba/spring-cloud-alibaba/tree/2.2.x */
const cloudFeatures: ReadonlySet<Feature> = new Set([
  'header-exact',
  'header-prefix',
  'header-regex',
  'header-in',
  'and',
  'match-baseline',
])

/** The name under which refusals speak of what obeys. */
export const agentTitle = 'MSE agent'
const openApiTitle = 'MSE OpenAPI'

/** Everything in the rules that the agents of an entry cannot obey. A setting that is none is refused elsewhere. */
export function checkMseAgent(
  rules: readonly RouteRule[],
  entry: Entry,
  context: CheckContext,
): Unsupported[] {
  const settings = MseAgentSettings.safeParse(entry.settings ?? {})
  if (!settings.success) return []
  const { acceptNoFallback, agent, delivery } = settings.data
  if (delivery === 'mse-openapi') {
    return [
      ...checkFeatures(rules, openApiFeatures, openApiTitle, whyOpenApi),
      ...checkOpenApi(rules, context),
    ]
  }
  if (agent === 'mse') {
    return [...checkFeatures(rules, routerFeatures, agentTitle, whyAgent), ...eachBranch(rules, crowdedHere)]
  }
  const features = acceptNoFallback
    ? new Set<Feature>([...cloudFeatures, 'weighted', 'weighted-match', 'n-way'])
    : cloudFeatures
  return [
    ...checkFeatures(rules, features, 'Spring Cloud Alibaba', whyCloud),
    ...eachBranch(rules, crowdedHere),
    ...eachBranch(rules, patternBesideOthers),
  ]
}

function whyAgent(feature: Feature): PlainReason | null {
  if (feature === 'not') return 'checks.whyNotHeader'
  const [source, operator] = feature.split('-')
  if (operator === 'percent') return 'checks.whyNoHash'
  if (source === 'cookie' && operator === 'regex') return 'checks.whyCookieText'
  return source === 'method' || source === 'host' ? 'checks.whyWholeWords' : null
}

function whyOpenApi(feature: Feature): PlainReason | null {
  if (feature === 'not') return 'checks.whyNoNegation'
  const [source, operator] = feature.split('-')
  if (operator === 'percent') return 'checks.whyNoHash'
  return source === 'method' || source === 'host' ? 'checks.whyNoSuchItem' : 'checks.whyListsOnly'
}

function whyCloud(feature: Feature): PlainReason | null {
  if (feature === 'not') return 'checks.whyNoNegation'
  const [source, operator] = feature.split('-')
  if (operator === 'percent') return 'checks.whyNoHash'
  return source === 'header' || source === 'cookie' ? null : 'checks.whyNotConverted'
}

type Found = { condition: number; code: string; message: Sentence } | null

/** One finding for each AND-list. */
function eachBranch(
  rules: readonly RouteRule[],
  find: (conditions: readonly Condition[], rule: string) => Found,
): Unsupported[] {
  return rules.flatMap((rule) =>
    (rule.match ?? []).flatMap((conditions, branch) => {
      const found = find(conditions, rule.name)
      const text = found && conditions[found.condition]
      return found && text
        ? [{ rule: rule.name, branch, ...found, params: { condition: conditionText(text) } }]
        : []
    }),
  )
}

function crowdedHere(conditions: readonly Condition[], rule: string): Found {
  const found = crowded(conditions)
  if (found === null) return null
  const condition = Math.max(0, conditions.indexOf(found))
  const message = say('checks.agentCrowded', { rule, condition: conditionText(found) })
  return { condition, code: 'Crowded', message }
}

/** A pattern on a header that is missing ends the search for an instance there. */
function patternBesideOthers(conditions: readonly Condition[], rule: string): Found {
  const condition = conditions.findIndex(({ operator }) => operator !== 'exact')
  const found = conditions[condition]
  if (conditions.length < 2 || found === undefined) return null
  const message = say('checks.cloudPattern', { rule, condition: conditionText(found) })
  return { condition, code: 'Pattern', message }
}

/** A tag has instances of its own; the untagged ones have no conditions, and always stand in for it. */
function checkOpenApi(rules: readonly RouteRule[], { strict }: CheckContext): Unsupported[] {
  const [first] = rules
  const always: Unsupported[] =
    strict && first
      ? [{ rule: first.name, code: 'Strict', message: say('checks.alwaysFallsBack', { rule: first.name }) }]
      : []
  const last = rules.findLastIndex(({ targets }) => leadsToLane(targets))
  const kept = rules.slice(0, last + 1).filter(({ match, targets }) => match && !leadsToLane(targets))
  return [
    ...always,
    ...kept.map(({ name }) => ({
      rule: name,
      code: 'ToBaseline',
      message: say('checks.noRuleForBaseline', { rule: name }),
    })),
    ...checkOrder({ rules, rank: () => 0, gateway: openApiTitle, precedence: 'checks.orderUnknown' }),
  ]
}

function leadsToLane(targets: RouteRule['targets']): boolean {
  return targets.some(({ lane, weight }) => lane !== baseline && weight > 0)
}
