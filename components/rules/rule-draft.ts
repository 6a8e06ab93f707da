import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import type { RouteRule } from '@/lib/domain/route-rule'

export type Branch = Condition[]

/** The rules as cards: those with conditions in order, and what everyone else gets, said or implied. */
export type RuleCards = { conditional: RouteRule[]; everyone: RouteRule; implied: boolean }

const impliedEveryone: RouteRule = { name: 'everyone', targets: [{ lane: baseline, weight: 100 }] }

export function splitRules(rules: readonly RouteRule[]): RuleCards {
  const conditional = rules.filter((rule) => rule.match !== undefined)
  const everyone = rules.find((rule) => rule.match === undefined)
  return { conditional, everyone: everyone ?? impliedEveryone, implied: everyone === undefined }
}

export function addRule(rules: readonly RouteRule[], lane: string): RouteRule[] {
  const rule: RouteRule = {
    name: freeName(rules.map(({ name }) => name)),
    match: [[newCondition()]],
    targets: [{ lane, weight: 100 }],
  }
  const everyone = rules.findIndex(({ match }) => match === undefined)
  return everyone === -1 ? [...rules, rule] : rules.toSpliced(everyone, 0, rule)
}

export function newCondition(): Condition {
  return { source: 'query', name: '', operator: 'exact', value: '' }
}

export function replaceRule(rules: readonly RouteRule[], index: number, rule: RouteRule): RouteRule[] {
  return rules.with(index, rule)
}

export function removeRule(rules: readonly RouteRule[], index: number): RouteRule[] {
  return rules.toSpliced(index, 1)
}

/** Moves a rule by one place; the rule for everyone else stays last. */
export function moveRule(rules: readonly RouteRule[], index: number, by: -1 | 1): RouteRule[] {
  const rule = rules[index]
  const other = rules[index + by]
  if (rule?.match === undefined || other?.match === undefined) return [...rules]
  return rules.with(index, other).with(index + by, rule)
}

/** Writes what everyone else gets, which makes the implied rule a said one. */
export function setEveryone(rules: readonly RouteRule[], change: Omit<RouteRule, 'name'>): RouteRule[] {
  const index = rules.findIndex(({ match }) => match === undefined)
  const rule = rules[index]
  if (rule !== undefined) return rules.with(index, { ...change, name: rule.name })
  const name = freeName(
    rules.map((one) => one.name),
    'everyone',
  )
  return [...rules, { ...change, name }]
}

/** The rule with another way to know a user, or none. */
export function withSticky(rule: RouteRule, sticky: RouteRule['sticky']): RouteRule {
  const { sticky: _, ...rest } = rule
  return sticky === undefined ? rest : { ...rest, sticky }
}

/** Replaces one condition of a match, or removes it; an emptied branch goes with its last condition. */
export function setCondition(
  match: readonly Branch[],
  at: { branch: number; condition: number },
  condition: Condition | null,
): Branch[] {
  return match
    .map((branch, index) => {
      if (index !== at.branch) return branch
      return condition === null ? branch.toSpliced(at.condition, 1) : branch.with(at.condition, condition)
    })
    .filter((branch) => branch.length > 0)
}

function freeName(taken: readonly string[], wanted = 'rule'): string {
  if (wanted !== 'rule' && !taken.includes(wanted)) return wanted
  for (let n = 1; ; n += 1) if (!taken.includes(`${wanted}-${n}`)) return `${wanted}-${n}`
}
