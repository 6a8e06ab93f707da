import { baseline } from '@/lib/domain/baseline'
import { branchOf } from '@/lib/domain/branch'
import { areDisjoint } from '@/lib/domain/branch-overlap'
import type { Condition } from '@/lib/domain/condition'
import type { Match } from '@/lib/domain/route-rule'
import { type Sentence, say } from '@/lib/words/sentence'
import type { Unsupported } from './provider'

type NamedCondition = Extract<Condition, { name: string }>
type Rule = { name: string; match?: Match; targets: readonly { lane: string; weight: number }[] }

/** All that the annotations can say: a share of all requests, or of those that meet one condition. */
export type AckSplit = {
  rule: string
  lane: string
  condition: NamedCondition | null
  weight: number
  total: number
}

/** Rules as one split; `split` is null when no request leaves the baseline, or when there are problems. */
export function ackSplit(
  rules: readonly Rule[],
  gateway: string,
): { split: AckSplit | null; problems: Unsupported[] } {
  const last = rules.findLastIndex((rule) => takers(rule).some(({ lane }) => lane !== baseline))
  const needed = rules.slice(0, last + 1)
  const leading = needed.filter((rule) => takers(rule).some(({ lane }) => lane !== baseline))
  const [first, second] = leading
  if (first === undefined) return { split: null, problems: [] }
  const lanes = leading.flatMap((rule) =>
    takers(rule).flatMap(({ lane }) => (lane === baseline ? [] : [{ lane, rule: rule.name }])),
  )
  const [{ lane } = { lane: '' }] = lanes
  const stray = lanes.find((one) => one.lane !== lane)
  const pair = { rule: first.name, otherRule: stray?.rule ?? second?.name ?? '', gateway }
  if (stray) return refused(pair, 'ManyLanes', 'n-way', say('checks.gatewayOneLane', pair))
  if (second) return refused(pair, 'OneRule', 'or', say('checks.gatewayOneRule', pair))
  const kept = needed.find((rule) => rule !== first && !isApart(rule, first))
  if (kept) {
    const message = say('checks.gatewayKeepsBaseline', { rule: kept.name, gateway })
    const params = { feature: 'match-baseline' }
    return { split: null, problems: [{ rule: kept.name, code: 'KeepsBaseline', message, params }] }
  }
  const [[condition] = []] = first.match ?? []
  const total = takers(first).reduce((sum, { weight }) => sum + weight, 0)
  const weight = takers(first).reduce((sum, one) => (one.lane === lane ? sum + one.weight : sum), 0)
  const named = condition !== undefined && 'name' in condition ? condition : null
  return { split: { rule: first.name, lane, condition: named, weight, total }, problems: [] }
}

function takers({ targets }: Rule) {
  return targets.filter(({ weight }) => weight > 0)
}

function isApart(one: Rule, other: Rule): boolean {
  return (one.match ?? []).every((left) =>
    (other.match ?? [[]]).every((right) => areDisjoint(branchOf(left), branchOf(right))),
  )
}

function refused(
  { rule, otherRule }: { rule: string; otherRule: string },
  code: string,
  feature: string,
  message: Sentence,
) {
  return { split: null, problems: [{ rule, otherRule, code, message, params: { rule, otherRule, feature } }] }
}
