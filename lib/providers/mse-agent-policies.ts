import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import { basePolicy, type RestItem, type TagDelivery, type TagPolicy } from '@/lib/domain/tag-delivery'
import { registeredName } from './mse-agent-base'
import type { MseAgentSettings } from './mse-agent-settings'
import type { BaseRoute, Routes, RoutesRule } from './provider'

type Entries = NonNullable<TagPolicy['rules']>['springcloud']

/**
 * The same rules as policies of MSE's OpenAPI: conditions by tag, shares in whole percent for what no condition takes.
 * Null unless the entry delivers that way. Rules must have passed `check`.
 * @see https://api.aliyun.com/document/mse/2019-05-31/ApplyTagPolicies
 */
export function tagDelivery(routes: Routes, base: BaseRoute, settings: MseAgentSettings): TagDelivery | null {
  const { delivery, region, credential, mseNamespace } = settings
  if (delivery !== 'mse-openapi' || region === undefined || credential === undefined) return null
  const application = registeredName(base.object) ?? base.service.name
  return { region, mseNamespace, application, credential, policies: policiesOf(routes) }
}

function policiesOf({ rules }: Routes): TagDelivery['policies'] {
  const last = rules.find(({ match }) => match === undefined)
  const rates = percentages(last?.targets ?? [])
  const tags = new Set(
    rules
      .flatMap(({ targets }) => targets)
      .flatMap(({ lane, weight }) => (weight > 0 && lane !== baseline ? [lane] : [])),
  )
  const lanes = [...tags].map((tag): [string, TagPolicy] => [tag, policyOf(tag, rules, rates.get(tag) ?? 0)])
  return {
    ...Object.fromEntries(lanes),
    [basePolicy]: { rate: rates.get(baseline) ?? (rates.size === 0 ? 100 : 0) },
  }
}

function policyOf(tag: string, rules: readonly RoutesRule[], rate: number): TagPolicy {
  const own = rules.filter(({ targets }) => targets.some(({ lane, weight }) => lane === tag && weight > 0))
  const springcloud: Entries = own.flatMap(({ match = [] }) => match.map(entryOf))
  const carried = own.flatMap(({ targets }) => targets).find(({ lane }) => lane === tag)
  return {
    rate,
    name: `lk-${own[0]?.name ?? tag}`,
    carryData: carried?.setTag === tag,
    ...(springcloud.length > 0 && { rules: { springcloud } }),
  }
}

/** Whole percentages that sum to 100: what is left by rounding down goes to the largest remainders. */
function percentages(targets: RoutesRule['targets']): Map<string, number> {
  const sum = targets.reduce((total, { weight }) => total + weight, 0)
  if (sum === 0) return new Map()
  const exact = targets.map(({ lane, weight }) => ({ lane, share: (weight * 100) / sum }))
  const rates = new Map(exact.map(({ lane, share }) => [lane, Math.floor(share)]))
  const left = 100 - [...rates.values()].reduce((total, rate) => total + rate, 0)
  const byRemainder = exact.toSorted((one, other) => (other.share % 1) - (one.share % 1))
  for (const { lane } of byRemainder.slice(0, left)) rates.set(lane, (rates.get(lane) ?? 0) + 1)
  return rates
}

function entryOf(conditions: readonly Condition[]): Entries[number] {
  return {
    paths: conditions.filter(({ source }) => source === 'path').flatMap(valuesOf),
    condition: 'AND',
    restItems: conditions.flatMap(itemOf),
  }
}

const types = { header: 'header', cookie: 'cookie', query: 'param' } as const

function itemOf(condition: Condition): RestItem[] {
  if (!('name' in condition)) return []
  const values = valuesOf(condition)
  const about = { type: types[condition.source], name: condition.name, cond: '==' as const }
  const [value = '', ...more] = values
  if (more.length === 0) return [{ ...about, operator: 'rawvalue', value }]
  return [{ ...about, operator: 'list', nameList: values }]
}

function valuesOf(condition: Condition): string[] {
  if (condition.operator === 'in') return condition.values
  return condition.operator === 'exact' ? [condition.value] : []
}
