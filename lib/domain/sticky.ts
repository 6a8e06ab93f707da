import { baseline } from './baseline'
import type { Condition } from './condition'
import { percentile } from './percent'
import type { Match, RouteRule, Target } from './route-rule'

/** A target and where its part of 100 ends: it takes the places from the end of the one before. */
export type StickyPart = { target: Target; upTo: number }

/**
 * The parts of a sticky rule's targets, in the order of the document, the baseline last: a share that grows takes from what
 * comes behind it, so nobody who is in a lane goes back to the baseline. The last part takes the rest, and whoever lacks
 * the sticky key.
 */
export function stickyParts(targets: readonly Target[]): StickyPart[] {
  const taking = targets.filter(({ weight }) => weight > 0)
  const ordered = [
    ...taking.filter(({ lane }) => lane !== baseline),
    ...taking.filter(({ lane }) => lane === baseline),
  ]
  const total = ordered.reduce((sum, { weight }) => sum + weight, 0)
  let sum = 0
  return ordered.map((target) => {
    sum += target.weight
    return { target, upTo: Math.round((100 * sum) / total) }
  })
}

/** The target of a sticky rule for one user; `value` is the sticky key's, undefined when the request lacks it. */
export function stickyTarget(targets: readonly Target[], value: string | undefined): Target | undefined {
  const parts = stickyParts(targets)
  const place = value === undefined ? 100 : percentile(value)
  return (parts.find(({ upTo }) => place < upTo) ?? parts.at(-1))?.target
}

/**
 * A rule as rules that are not sticky and do the same: one for each target, which asks for a percentage of the sticky key,
 * and the last for the rest. They bear the rule's name.
 */
export function withoutSticky(rule: RouteRule): RouteRule[] {
  const { sticky, ...plain } = rule
  if (sticky === undefined) return [rule]
  const parts = stickyParts(rule.targets)
  if (parts.length < 2) return [plain]
  return parts.map(({ target, upTo }, index) => {
    const condition: Condition = { ...sticky, operator: 'percent', value: upTo }
    const match = index === parts.length - 1 ? rule.match : withCondition(rule.match, condition)
    return { ...plain, ...(match && { match }), targets: [target] }
  })
}

function withCondition(match: Match | undefined, condition: Condition): Match {
  return (match ?? [[]]).map((conditions) => [...conditions, condition])
}
