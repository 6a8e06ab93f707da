import { compileCondition, readerOf, type Test } from './compile-condition'
import type { Condition } from './condition'
import type { LaneGroupDocument } from './lane-group'
import type { NormalRequest } from './normal-request'
import type { RouteRule } from './route-rule'
import { rulesOfEntry } from './rules-of-entry'

/** The rule that decides a request, or null for the implied `everyone → baseline`. */
export type Decide = (request: NormalRequest) => RouteRule | null

type Branch = { rule: RouteRule; place: number; tests: readonly Test[] }
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
  const others: Branch[] = []
  let last: RouteRule | null = null
  let place = 0
  for (const rule of rulesOfEntry(group, entry)) {
    if (rule.match === undefined) {
      last = rule
      break
    }
    for (const conditions of rule.match) place = addBranch({ rule, conditions, place, indexes, others })
  }
  const byName = [...indexes.values()]
  return (request) => decide(request, byName, others)?.rule ?? last
}

function addBranch(input: {
  rule: RouteRule
  conditions: readonly Condition[]
  place: number
  indexes: Map<string, ValueIndex>
  others: Branch[]
}): number {
  const { rule, conditions, place, indexes, others } = input
  const anchor = conditions.find(isAnchor)
  const rest = conditions.filter((condition) => condition !== anchor)
  const branch = { rule, place, tests: rest.map(compileCondition) }
  if (anchor === undefined) {
    others.push(branch)
    return place + 1
  }
  const key = 'name' in anchor ? `${anchor.source} ${nameOf(anchor)}` : anchor.source
  const index = indexes.get(key) ?? { read: readerOf(anchor), branches: new Map<string, Branch[]>() }
  indexes.set(key, index)
  for (const value of valuesOf(anchor)) {
    const branches = index.branches.get(value)
    if (branches) branches.push(branch)
    else index.branches.set(value, [branch])
  }
  return place + 1
}

function nameOf(condition: Condition & { name: string }): string {
  return condition.source === 'header' ? condition.name.toLowerCase() : condition.name
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
  others: readonly Branch[],
): Branch | null {
  let best: Branch | null = null
  for (const { read, branches } of indexes) {
    const value = read(request)
    const candidates = value === undefined ? undefined : branches.get(value)
    if (candidates) best = firstHolding(candidates, request, best)
  }
  return firstHolding(others, request, best)
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
