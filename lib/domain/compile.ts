import { subjectKey } from './branch'
import { type Asked, anchorOf, countValues } from './branch-anchor'
import { compileCondition, readerOf, type Test } from './compile-condition'
import type { Condition } from './condition'
import type { LaneGroupDocument } from './lane-group'
import type { NormalRequest } from './normal-request'
import type { RouteRule } from './route-rule'
import { rulesOfEntry } from './rules-of-entry'
import { mayBegin } from './start-filter'
import { nextPlace, type StartTree } from './start-tree'
import { newValueIndex, type ValueIndex } from './value-index'

/** The rule that decides a request, or null for the implied `everyone → baseline`. */
export type Decide = (request: NormalRequest) => RouteRule | null

/** One AND-list, but for the condition that it was found by; `place` counts from the first rule on. */
type Branch = { rule: RouteRule; place: number; tests: readonly Test[] }

type Reader = (request: NormalRequest) => string | undefined

/** The branches that one header, cookie, … leads to. */
type SubjectIndex = { read: Reader; index: ValueIndex<Branch> }

/**
 * The rules of one entry made ready for many requests. Every branch is found through one of its conditions: a value, or
 * a beginning, of what it asks about. So the cost of a request grows with the number of names asked for, not with the
 * number of rules; only what asks for nothing but absence is tried each time. The answer is `simulate`'s.
 */
export function compile(group: LaneGroupDocument, entry: string): Decide {
  const { rules, last } = untilUnconditional(rulesOfEntry(group, entry))
  const counts = countValues(rules.flatMap(({ match }) => match))
  const bySubject = new Map<string, { read: Reader; asking: { asked: Asked; item: Branch }[] }>()
  const always: Branch[] = []
  let place = 0
  for (const { rule, match } of rules)
    for (const conditions of match) {
      const anchor = anchorOf(conditions, counts)
      const item = { rule, place, tests: testsOf(conditions, anchor?.condition) }
      place += 1
      if (anchor === null) {
        always.push(item)
        continue
      }
      const key = subjectKey(anchor.condition)
      const subject = bySubject.get(key) ?? { read: readerOf(anchor.condition), asking: [] }
      bySubject.set(key, subject)
      subject.asking.push({ asked: anchor.asked, item })
    }
  const subjects = [...bySubject.values()].map(({ read, asking }) => ({ read, index: newValueIndex(asking) }))
  return (request) => {
    const branch = decide(request, subjects, always)
    return branch === null ? last : branch.rule
  }
}

/** The rules up to the first that takes every request, and that one: none after it decides anything. */
function untilUnconditional(rules: readonly RouteRule[]) {
  const conditional: { rule: RouteRule; match: Condition[][] }[] = []
  for (const rule of rules) {
    if (rule.match === undefined) return { rules: conditional, last: rule }
    conditional.push({ rule, match: rule.match })
  }
  return { rules: conditional, last: null }
}

/** What is left to be tested of a branch, the dear ones last. A value or beginning that was found needs no test. */
function testsOf(conditions: readonly Condition[], anchor: Condition | undefined): Test[] {
  const isFound = anchor !== undefined && ['exact', 'in', 'prefix', 'present'].includes(anchor.operator)
  const left = conditions.filter((condition) => condition !== anchor || !isFound)
  const isDear = ({ operator }: Condition) => operator === 'regex' || operator === 'percent'
  return [...left.filter((one) => !isDear(one)), ...left.filter(isDear)].map(compileCondition)
}

function decide(
  request: NormalRequest,
  subjects: readonly SubjectIndex[],
  always: readonly Branch[],
): Branch | null {
  let best: Branch | null = null
  for (const { read, index } of subjects) {
    const value = read(request)
    if (value === undefined) continue
    if (index.any.length > 0) best = firstHolding(index.any, request, best)
    const found = index.whole.get(value)
    if (found !== undefined) best = firstHolding(found, request, best)
    if (mayBegin(index.filter, value)) best = firstLedTo(index.starts, value, request, best)
  }
  return always.length > 0 ? firstHolding(always, request, best) : best
}

/** The first branch on the way of a value through the tree that holds, when it comes before the best so far. */
function firstLedTo(
  tree: StartTree<Branch>,
  value: string,
  request: NormalRequest,
  before: Branch | null,
): Branch | null {
  let best = before
  let at = 0
  for (let place: StartTree<Branch> | undefined = tree; place; place = nextPlace(place, value, at)) {
    at += place.text.length
    best = firstHolding(place.items, request, best)
  }
  return best
}

/** The first of these branches that holds, when it comes before the best so far. */
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
