import { compile, type Decide } from './compile'
import { compileCondition } from './compile-condition'
import type { Condition } from './condition'
import type { Entry } from './entry'
import { type Effort, findRemaining } from './find-remaining'
import type { LaneGroupDocument } from './lane-group'
import { type NormalRequest, normalRequest } from './normal-request'
import type { RequestSample } from './request-sample'
import { isEmpty, type RequestSet, requestsOf } from './request-set'
import type { RouteRule } from './route-rule'
import { rulesOfEntry } from './rules-of-entry'
import { sampleRequest } from './sample-request'

/** Whether an alternative of a rule ever decides a request at an entry, by which request that is seen, and who takes it before. */
export type BranchReach = {
  conditions: readonly Condition[]
  possible: RequestSet | null
  known: RequestSet | null
  fate: 'reached' | 'never' | 'unknown'
  sample: RequestSample | null
  takenBy: readonly RouteRule[]
}

/** A rule at an entry; one without conditions has one alternative that asks for nothing. */
export type RuleReach = { rule: RouteRule; branches: readonly BranchReach[] }

/** The rules of an entry, in order. */
export type EntryReach = { entry: Entry; decide: Decide; rules: readonly RuleReach[] }

type Taken = { rule: RouteRule; known: RequestSet }

const mostPerSearch = 1000

/** How far the rules of each entry are reached. Requests that show it are found by sets and confirmed by the simulator's own decision. */
export function ruleReach(group: LaneGroupDocument, effort: Effort): EntryReach[] {
  return group.spec.entries.map((entry) => {
    const decide = compile(group, entry.name)
    const taken: Taken[] = []
    const rules = rulesOfEntry(group, entry.name).map((rule): RuleReach => {
      const branches: BranchReach[] = []
      for (const conditions of rule.match ?? [[]]) {
        const branch = branchReach({ rule, conditions, entry, decide, taken, before: branches, effort })
        branches.push(branch)
        if (branch.known && !isEmpty(branch.known)) taken.push({ rule, known: branch.known })
      }
      return { rule, branches }
    })
    return { entry, decide, rules }
  })
}

function branchReach(input: {
  rule: RouteRule
  conditions: readonly Condition[]
  entry: Entry
  decide: Decide
  taken: readonly Taken[]
  before: readonly BranchReach[]
  effort: Effort
}): BranchReach {
  const { rule, conditions, entry, decide, taken, before, effort } = input
  const possible = requestsOf(conditions, 'possible', entry)
  const known = requestsOf(conditions, 'known', entry)
  const common = { conditions, possible, known }
  const unknown = { ...common, fate: 'unknown', sample: null, takenBy: [] } as const
  if (possible === null) return unknown
  const decides = (sample: RequestSample | null): sample is RequestSample => {
    if (sample === null) return false
    const request = normalRequest(sample)
    return decide(request) === rule && !before.some((one) => meets(one.conditions, request))
  }
  const plain = isEmpty(possible) ? null : sampleRequest(possible, entry)
  if (decides(plain)) return { ...common, fate: 'reached', sample: plain, takenBy: [] }
  const found = search(possible, taken, entry, effort)
  if (found === 'unknown') return unknown
  if ('takenBy' in found) return { ...common, fate: 'never', sample: plain, takenBy: found.takenBy }
  const sample = sampleRequest(found.left, entry)
  return decides(sample) ? { ...common, fate: 'reached', sample, takenBy: [] } : unknown
}

/** Of the rules that take everything a single one is named where one is enough. */
function search(
  possible: RequestSet,
  taken: readonly Taken[],
  entry: Entry,
  effort: Effort,
): 'unknown' | { left: RequestSet } | { takenBy: RouteRule[] } {
  const known = taken.map((one) => one.known)
  const found = withinEffort(effort, (own) => findRemaining(possible, known, entry, own))
  if (found === 'unknown' || 'left' in found) return found
  const takers = found.takenBy.flatMap((place) => taken[place] ?? [])
  const alone = takers.find((one) => {
    const without = withinEffort(effort, (own) => findRemaining(possible, [one.known], entry, own))
    return without !== 'unknown' && 'takenBy' in without
  })
  return { takenBy: [...new Set((alone ? [alone] : takers).map(({ rule }) => rule))] }
}

/** One search may take only a part of the whole effort. */
export function withinEffort<T>(effort: Effort, work: (own: Effort) => T): T {
  const own = { steps: 0, most: Math.min(mostPerSearch, effort.most - effort.steps) }
  const result = work(own)
  effort.steps += own.steps
  return result
}

/** Whether a request meets an AND-list. */
export function meets(conditions: readonly Condition[], request: NormalRequest): boolean {
  return conditions.every((condition) => compileCondition(condition)(request))
}
