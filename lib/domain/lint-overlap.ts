import { say } from '@/lib/words/sentence'
import { type Effort, findRemaining } from './find-remaining'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import { normalRequest } from './normal-request'
import type { RequestSample } from './request-sample'
import { both, isEmpty, mayMeet } from './request-set'
import type { RouteRule } from './route-rule'
import { type BranchReach, type EntryReach, meets, type RuleReach, withinEffort } from './rule-reach'
import { sampleRequest } from './sample-request'

type Overlap = { first: RouteRule; sample: RequestSample }

/** So many earlier rules are named for each rule. */
const mostNamed = 3

/** Rules that some request meets too which an earlier rule sends elsewhere. The earlier one wins; nobody may have meant that. */
export function lintOverlap(
  { spec }: LaneGroupDocument,
  reach: readonly EntryReach[],
  effort: Effort,
): Lint[] {
  const found = new Map<RouteRule, Overlap[]>()
  for (const at of reach) {
    for (const [place, second] of at.rules.entries()) {
      if (found.has(second.rule) || second.rule.match === undefined) continue
      const overlaps = overlapsOf(at, place, second, effort)
      if (overlaps.length > 0) found.set(second.rule, overlaps)
    }
  }
  return spec.rules.flatMap((rule, index) =>
    (found.get(rule) ?? []).map(({ first, sample }): Lint => {
      const params = { rule: rule.name, first: first.name }
      return {
        code: 'Overlap',
        severity: 'warning',
        message: say('checks.lintOverlap', params),
        path: `spec.rules.${index}`,
        rules: [rule.name, first.name],
        params,
        counterExample: sample,
      }
    }),
  )
}

function overlapsOf(at: EntryReach, place: number, second: RuleReach, effort: Effort): Overlap[] {
  const reached = second.branches.filter(({ fate }) => fate !== 'never')
  const overlaps: Overlap[] = []
  if (reached.length === 0) return overlaps
  const elsewhere = outcomeOf(second.rule)
  for (const [index, first] of at.rules.slice(0, place).entries()) {
    if (overlaps.length >= mostNamed || effort.steps > effort.most) break
    if (outcomeOf(first.rule) === elsewhere) continue
    const sample = overlapSample(at, index, first, reached, effort)
    if (sample !== null) overlaps.push({ first: first.rule, sample })
  }
  return overlaps
}

function overlapSample(
  at: EntryReach,
  index: number,
  first: RuleReach,
  reached: readonly BranchReach[],
  effort: Effort,
): RequestSample | null {
  for (const one of first.branches) {
    for (const other of reached) {
      effort.steps++
      if (one.fate === 'never' || !one.possible || !other.possible) continue
      if (!mayMeet(one.possible, other.possible)) continue
      const sample = sharedSample(at, index, first.rule, one, other, effort)
      if (sample !== null) return sample
    }
  }
  return null
}

/** A request of both alternatives that the first rule decides. */
function sharedSample(
  { entry, decide, rules }: EntryReach,
  index: number,
  first: RouteRule,
  one: BranchReach,
  other: BranchReach,
  effort: Effort,
): RequestSample | null {
  const shared = one.possible && other.possible && both(one.possible, other.possible)
  if (!shared || isEmpty(shared)) return null
  const shows = (sample: RequestSample | null): sample is RequestSample => {
    if (sample === null) return false
    const request = normalRequest(sample)
    return decide(request) === first && meets(other.conditions, request)
  }
  const plain = sampleRequest(shared, entry)
  if (shows(plain)) return plain
  const earlier = rules
    .slice(0, index)
    .flatMap(({ branches }) => branches.flatMap(({ known }) => known ?? []))
  const found = withinEffort(effort, (own) => findRemaining(shared, earlier, entry, own))
  if (found === 'unknown' || 'takenBy' in found) return null
  const sample = sampleRequest(found.left, entry)
  return shows(sample) ? sample : null
}

const outcomes = new WeakMap<RouteRule, string>()

/** Where a rule leads, as a text: equal texts lead to the same lanes by the same shares. */
export function outcomeOf(rule: RouteRule): string {
  const known = outcomes.get(rule)
  if (known !== undefined) return known
  const taking = rule.targets.filter(({ weight }) => weight > 0)
  const sum = taking.reduce((total, { weight }) => total + weight, 0)
  const shares = taking.map(({ lane, weight }) => `${lane} ${weight / sum}`).sort()
  const outcome = [...shares, rule.sticky === undefined ? '' : JSON.stringify(rule.sticky)].join()
  outcomes.set(rule, outcome)
  return outcome
}
