import { subjectKey } from './branch'
import { compileCondition, readerOf, type Test } from './compile-condition'
import type { Condition } from './condition'
import type { LaneGroupDocument } from './lane-group'
import type { NormalRequest } from './normal-request'
import type { RouteRule } from './route-rule'
import { rulesOfEntry } from './rules-of-entry'

/** The rule that decides a request, or null for the implied `everyone → baseline`. */
export type Decide = (request: NormalRequest) => RouteRule | null

type Branch = { rule: RouteRule; place: number; tests: readonly Test[] }
type BranchGroup = { read: ((request: NormalRequest) => string | undefined) | null; branches: Branch[] }
type ValueIndex = {
  read: (request: NormalRequest) => string | undefined
  branches: Map<string, Branch[]>
}

/**
 * The rules of one entry made ready for many requests: branches that ask for exact values are found through a map from
 * value to branch, so the cost of a request grows with the number of names asked for, not with the number of rules.
 * The answer is `simulate`'s.
 */
export function compile(group: LaneGroupDocument, entry: string): Decide {
  const indexes = new Map<string, ValueIndex>()
  const groups = new Map<string, BranchGroup>()
  let last: RouteRule | null = null
  let place = 0
  for (const rule of rulesOfEntry(group, entry)) {
    if (rule.match === undefined) {
      last = rule
      break
    }
    for (const conditions of rule.match) place = addBranch({ rule, conditions, place, indexes, groups })
  }
  const byName = [...indexes.values()]
  const byPlace = [...groups.values()]
  return (request) => decide(request, byName, byPlace)?.rule ?? last
}

function addBranch(input: {
  rule: RouteRule
  conditions: readonly Condition[]
  place: number
  indexes: Map<string, ValueIndex>
  groups: Map<string, BranchGroup>
}): number {
  const { rule, conditions, place, indexes, groups } = input
  const anchor = conditions.find(isAnchor)
  const rest = conditions.filter((condition) => condition !== anchor)
  const branch = { rule, place, tests: rest.map(compileCondition) }
  if (anchor === undefined) {
    addToGroup(groups, branch, conditions)
    return place + 1
  }
  const key = subjectKey(anchor)
  const index = indexes.get(key) ?? { read: readerOf(anchor), branches: new Map<string, Branch[]>() }
  indexes.set(key, index)
  for (const value of valuesOf(anchor)) {
    const branches = index.branches.get(value)
    if (branches) branches.push(branch)
    else index.branches.set(value, [branch])
  }
  return place + 1
}

/** Branches that need the same thing to be there are left out together when it is not. */
function addToGroup(
  groups: Map<string, BranchGroup>,
  branch: Branch,
  conditions: readonly Condition[],
): void {
  const needed = conditions.find(({ not }) => not !== true)
  const key = needed ? subjectKey(needed) : ''
  const group = groups.get(key)
  if (group) group.branches.push(branch)
  else groups.set(key, { read: needed ? readerOf(needed) : null, branches: [branch] })
}

function isAnchor(condition: Condition): boolean {
  return (condition.operator === 'exact' || condition.operator === 'in') && condition.not !== true
}

function valuesOf(condition: Condition): string[] {
  const values =
    condition.operator === 'in' ? condition.values : condition.operator === 'exact' ? [condition.value] : []
  return [...new Set(condition.source === 'host' ? values.map((value) => value.toLowerCase()) : values)]
}

function decide(
  request: NormalRequest,
  indexes: readonly ValueIndex[],
  groups: readonly BranchGroup[],
): Branch | null {
  let best: Branch | null = null
  for (const { read, branches } of indexes) {
    const value = read(request)
    const candidates = value === undefined ? undefined : branches.get(value)
    if (candidates) best = firstHolding(candidates, request, best)
  }
  for (const { read, branches } of groups) {
    if (read === null || read(request) !== undefined) best = firstHolding(branches, request, best)
  }
  return best
}

function firstHolding(
  branches: readonly Branch[],
  request: NormalRequest,
  best: Branch | null,
): Branch | null {
  for (const branch of branches) {
    if (best !== null && branch.place >= best.place) return best
    if (holdsAll(branch.tests, request)) return branch
  }
  return best
}

function holdsAll(tests: readonly Test[], request: NormalRequest): boolean {
  for (const test of tests) if (!test(request)) return false
  return true
}
