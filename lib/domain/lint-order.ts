import { say } from '@/lib/words/sentence'
import { type Branch, branchOf } from './branch'
import { areDisjoint, covers, isImpossible } from './branch-overlap'
import type { Condition } from './condition'
import type { Entry } from './entry'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import type { RouteRule } from './route-rule'
import { rulesOfEntry } from './rules-of-entry'
import { sampleRequest } from './sample-request'
import { simulate } from './simulate'

type Placed = { rule: RouteRule; branch: Branch }

/** Rules that can never match, and pairs of rules of different lanes that one request may meet. */
export function lintOrder(group: LaneGroupDocument): Lint[] {
  const unreachable = new Map<string, Lint>()
  const reachable = new Set<string>()
  const overlaps = new Map<string, Lint>()
  for (const entry of group.spec.entries) {
    const earlier: Placed[] = []
    for (const rule of rulesOfEntry(group, entry.name)) {
      if (rule.match === undefined) continue
      const own = rule.match.map((conditions) => ({ rule, branch: branchOf(conditions) }))
      const blocked = blockers(rule.match, earlier)
      if (blocked === null) reachable.add(rule.name)
      else if (!unreachable.has(rule.name))
        unreachable.set(rule.name, neverMatches(group, entry, rule, blocked))
      const overlap = blocked === null ? firstOverlap(group, entry, earlier, own) : null
      if (overlap && !overlaps.has(rule.name)) overlaps.set(rule.name, overlap)
      earlier.push(...own)
    }
  }
  return [
    ...[...unreachable].flatMap(([name, finding]) => (reachable.has(name) ? [] : [finding])),
    ...overlaps.values(),
  ]
}

/** The earlier rules that take everything a rule asks for; null when something is left for it. */
function blockers(match: readonly (readonly Condition[])[], earlier: readonly Placed[]): RouteRule[] | null {
  const found = new Set<RouteRule>()
  for (const conditions of match) {
    if (isImpossible(branchOf(conditions))) continue
    for (const single of singles(conditions)) {
      const branch = branchOf(single)
      const blocker = isImpossible(branch) ? null : earlier.find((one) => covers(one.branch, branch))
      if (blocker === undefined) return null
      if (blocker) found.add(blocker.rule)
    }
  }
  return [...found]
}

/** An AND-list once for each value of its first list of values, so that several earlier rules may take it piece by piece. */
function singles(conditions: readonly Condition[]): Condition[][] {
  const at = conditions.findIndex(({ operator, not }) => operator === 'in' && !not)
  const list = conditions[at]
  if (list?.operator !== 'in') return [[...conditions]]
  const { values, operator: _operator, ...rest } = list
  return values.map((value) =>
    conditions.map(
      (condition, index): Condition => (index === at ? { ...rest, operator: 'exact', value } : condition),
    ),
  )
}

function neverMatches(group: LaneGroupDocument, entry: Entry, rule: RouteRule, blocked: RouteRule[]): Lint {
  const names = blocked.map(({ name }) => name)
  const by = names.join(', ')
  const message =
    names.length === 0
      ? say('checks.lintContradiction', { rule: rule.name })
      : say('checks.lintUnreachable', { rule: rule.name, by })
  const sample = (rule.match ?? [])
    .map((conditions) => sampleRequest(branchOf(conditions), entry))
    .find(Boolean)
  return {
    code: 'Unreachable',
    severity: 'error',
    message,
    path: pathOf(group, rule),
    rules: [rule.name, ...names],
    params: { rule: rule.name, by },
    ...(sample && names.length > 0 && { counterExample: sample }),
  }
}

function firstOverlap(
  group: LaneGroupDocument,
  entry: Entry,
  earlier: readonly Placed[],
  own: readonly Placed[],
) {
  for (const { rule, branch } of own) {
    const other = earlier.find((one) => leadElsewhere(one.rule, rule) && !areDisjoint(one.branch, branch))
    if (other) return overlapOf(group, entry, other, { rule, branch })
  }
  return null
}

/** The first rule wins; the finding stands only when a request is found that shows it. */
function overlapOf(group: LaneGroupDocument, entry: Entry, first: Placed, second: Placed): Lint | null {
  const conditions = [first, second].flatMap(({ branch }) =>
    [...branch.values()].flatMap((subject) => subject.conditions),
  )
  const sample = sampleRequest(branchOf(conditions), entry)
  if (sample === null) return null
  const decided = simulate(group, sample).rule
  const params = { first: first.rule.name, second: second.rule.name, decided: decided ?? '' }
  return {
    code: 'Overlap',
    severity: 'warning',
    message: say('checks.lintOverlap', { first: params.first, second: params.second }),
    path: pathOf(group, second.rule),
    rules: [params.first, params.second],
    params,
    counterExample: sample,
  }
}

function leadElsewhere(one: RouteRule, other: RouteRule): boolean {
  const lanes = ({ targets }: RouteRule) =>
    targets
      .filter(({ weight }) => weight > 0)
      .map(({ lane, weight }) => `${lane} ${targets.length > 1 ? weight : ''}`)
      .sort()
      .join()
  return lanes(one) !== lanes(other)
}

function pathOf({ spec }: LaneGroupDocument, rule: RouteRule): string {
  return `spec.rules.${spec.rules.indexOf(rule)}`
}
