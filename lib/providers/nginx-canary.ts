import { baseline } from '@/lib/domain/baseline'
import { branchOf } from '@/lib/domain/branch'
import { areDisjoint } from '@/lib/domain/branch-overlap'
import type { Condition } from '@/lib/domain/condition'
import type { Match } from '@/lib/domain/route-rule'
import { type Sentence, say } from '@/lib/words/sentence'
import type { Unsupported } from './provider'

type NamedCondition = Extract<Condition, { name: string }>
type Rule = { name: string; match?: Match; targets: readonly { lane: string; weight: number }[] }
type Step = { rule: string; condition: NamedCondition; lane: string }

/** All that one canary Ingress can say: a header (or the `Cookie` header), a cookie's `always` and `never`, a weight. */
export type CanaryPlan = {
  lane: string
  header: { rule: string; condition: NamedCondition } | null
  /** The rules that `always` and `never` come from. */
  cookie: { name: string; always: string | null; never: string | null } | null
  weight: { rule: string; weight: number; total: number } | null
}

/**
 * Rules as the one canary that a Service's port can have. `plan` is null when no request leaves the baseline, or when there
 * are problems. Rules with several branches or conditions are left to `checkFeatures`.
 */
export function canaryPlan(
  rules: readonly Rule[],
  gateway: string,
): { plan: CanaryPlan | null; problems: Unsupported[] } {
  const last = rules.findLastIndex((rule) => takers(rule).some(({ lane }) => lane !== baseline))
  const needed = rules.slice(0, last + 1)
  const lanes = needed.flatMap((rule) =>
    takers(rule).flatMap(({ lane }) => (lane === baseline ? [] : [{ lane, rule: rule.name }])),
  )
  const [first] = lanes
  const other = lanes.find(({ lane }) => lane !== first?.lane)
  if (first === undefined) return { plan: null, problems: [] }
  if (other !== undefined) return refused([manyLanes(first.rule, other.rule, gateway)])
  const everyone = needed.find(({ match }) => match === undefined)
  const shares = everyone ? takers(everyone) : []
  const total = shares.reduce((sum, { weight }) => sum + weight, 0)
  const weight = shares.reduce((sum, one) => (one.lane === baseline ? sum : sum + one.weight), 0)
  const steps = needed.flatMap(stepsOf)
  const found = inSlots(steps, { none: weight === 0, all: weight === total, gateway })
  if ('problems' in found) return refused(found.problems)
  return {
    plan: {
      lane: first.lane,
      ...found,
      weight: everyone && weight > 0 ? { rule: everyone.name, weight, total } : null,
    },
    problems: [],
  }
}

function refused(problems: Unsupported[]) {
  return { plan: null, problems }
}

function takers({ targets }: Rule) {
  return targets.filter(({ weight }) => weight > 0)
}

function stepsOf(rule: Rule): Step[] {
  const lane = takers(rule).find((target) => target.lane !== baseline)?.lane ?? baseline
  return (rule.match ?? []).flatMap(([condition]) =>
    condition !== undefined && 'name' in condition ? [{ rule: rule.name, condition, lane }] : [],
  )
}

type Rest = { none: boolean; all: boolean; gateway: string }
type Slots = Pick<CanaryPlan, 'header' | 'cookie'>

/** Header, then cookie: where each condition stands, or the conditions that have no place. */
function inSlots(steps: readonly Step[], rest: Rest): Slots | { problems: Unsupported[] } {
  const cookie = cookieSlot(steps, rest)
  const left = steps.filter((step) => !cookie?.steps.includes(step))
  const unneeded = (step: Step, at: number) =>
    step.lane === baseline && rest.none && left.slice(at + 1).every((later) => areApart(step, later))
  const [header, ...more] = left.filter((step, at) => !unneeded(step, at))
  if (header === undefined) return { header: null, cookie: cookie?.slot ?? null }
  if (header.lane === baseline) return { problems: [keepsBaseline(header, rest.gateway)] }
  const [stray] = more
  if (stray !== undefined) {
    const { gateway } = rest
    return {
      problems: [
        stray.lane === baseline ? keepsBaseline(stray, gateway) : twoHeaders(header, stray, gateway),
      ],
    }
  }
  const before = cookie?.steps.find(
    (step) => step.lane === baseline && steps.indexOf(step) < steps.indexOf(header),
  )
  if (before !== undefined) return { problems: [order(before, header, rest.gateway)] }
  return { header: { rule: header.rule, condition: header.condition }, cookie: cookie?.slot ?? null }
}

/** The cookie that is asked for `always` or `never`, where the one that is not asked for makes no difference. */
function cookieSlot(
  steps: readonly Step[],
  rest: Rest,
): { slot: NonNullable<CanaryPlan['cookie']>; steps: Step[] } | null {
  const always = steps.find((step) => asksFor(step, 'always') && step.lane !== baseline)
  const never = steps.find(
    (step) =>
      asksFor(step, 'never') &&
      step.lane === baseline &&
      (always === undefined || always.condition.name === step.condition.name),
  )
  const name = (always ?? never)?.condition.name
  if (name === undefined || (always === undefined && !rest.all) || (never === undefined && !rest.none))
    return null
  return {
    slot: { name, always: always?.rule ?? null, never: never?.rule ?? null },
    steps: [always, never].filter((step) => step !== undefined),
  }
}

function asksFor({ condition }: Step, value: string): boolean {
  return condition.source === 'cookie' && condition.operator === 'exact' && condition.value === value
}

function areApart(one: Step, other: Step): boolean {
  return one.lane === other.lane || areDisjoint(branchOf([one.condition]), branchOf([other.condition]))
}

function manyLanes(rule: string, otherRule: string, gateway: string): Unsupported {
  return pair(
    { rule, otherRule, code: 'ManyLanes', feature: 'n-way' },
    say('checks.gatewayOneLane', { rule, otherRule, gateway }),
  )
}

function twoHeaders(one: Step, { rule: otherRule }: Step, gateway: string): Unsupported {
  const { rule } = one
  return pair(
    { rule, otherRule, code: 'OneCondition', feature: 'or' },
    say('checks.gatewayOneHeader', { rule, otherRule, gateway }),
  )
}

function order({ rule }: Step, { rule: otherRule }: Step, gateway: string): Unsupported {
  const precedence = say('checks.orderNginx')
  return pair(
    { rule, otherRule, code: 'Order' },
    say('checks.gatewayOrder', { rule, otherRule, gateway, precedence }),
  )
}

function keepsBaseline({ rule }: Step, gateway: string): Unsupported {
  const message = say('checks.gatewayKeepsBaseline', { rule, gateway })
  return { rule, code: 'KeepsBaseline', message, params: { feature: 'match-baseline' } }
}

function pair(
  about: { rule: string; otherRule: string; code: string; feature?: string },
  message: Sentence,
): Unsupported {
  const { rule, otherRule, code, feature } = about
  return { rule, otherRule, code, message, params: { rule, otherRule, ...(feature && { feature }) } }
}
