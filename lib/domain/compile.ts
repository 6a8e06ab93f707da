import { type AskedPlace, askedPlace, valueAtPlace } from './asked-place'
import { subjectKey } from './branch'
import { type Asked, anchorOf, countValues } from './branch-anchor'
import { compileCondition, type Test } from './compile-condition'
import type { Condition } from './condition'
import { type Anchored, firstBeginning, firstHolding } from './first-holding'
import type { LaneGroupDocument } from './lane-group'
import type { NormalRequest } from './normal-request'
import type { RouteRule } from './route-rule'
import { rulesOfEntry } from './rules-of-entry'
import { newValueIndex, type ValueIndex } from './value-index'

/** The rule that decides a request, or null for the implied `everyone → baseline`. */
export type Decide = (request: NormalRequest) => RouteRule | null

/** The branches that one header, cookie, … leads to. */
type PlaceIndex = AskedPlace & ValueIndex<Anchored>

/**
 * The rules of one entry made ready for many requests. Every branch is found through one of its conditions: a value, or
 * a beginning, of what it asks about. So the cost of a request grows with the number of names asked for, not with the
 * number of rules; only what asks for nothing but absence is tried each time. The answer is `simulate`'s.
 */
export function compile(group: LaneGroupDocument, entry: string): Decide {
  const { rules, last } = untilUnconditional(rulesOfEntry(group, entry))
  const counts = countValues(rules.flatMap(({ match }) => match))
  const byPlace = new Map<string, { place: AskedPlace; asking: { asked: Asked; item: Anchored }[] }>()
  const always: Anchored[] = []
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
      const known = byPlace.get(key) ?? { place: askedPlace(anchor.condition), asking: [] }
      byPlace.set(key, known)
      known.asking.push({ asked: anchor.asked, item })
    }
  const indexes = [...byPlace.values()].map(({ place, asking }) => ({ ...place, ...newValueIndex(asking) }))
  return (request) => {
    const branch = decide(request, indexes, always)
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
  indexes: readonly PlaceIndex[],
  always: readonly Anchored[],
): Anchored | null {
  let best: Anchored | null = null
  for (const index of indexes) {
    const value = valueAtPlace(request, index)
    if (value === undefined) continue
    if (index.anyValue !== null) best = firstHolding(index.anyValue, request, best)
    const found = index.whole?.get(value)
    if (found !== undefined) best = firstHolding(found, request, best)
    if (index.starts !== null) best = firstBeginning(index.starts, value, request, best)
  }
  return always.length > 0 ? firstHolding(always, request, best) : best
}
