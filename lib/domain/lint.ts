import type { Effort } from './find-remaining'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import { type CountsPods, lintLanes, lintStrict } from './lint-lanes'
import { lintOverlap } from './lint-overlap'
import { lintUnreachable } from './lint-unreachable'
import { type CheckEntry, lintUnsupported } from './lint-unsupported'
import { lintWeights } from './lint-weights'
import { ruleReach } from './rule-reach'

/** Comparisons of sets that one run of `lint` may make; what would need more is left out, never guessed. */
export function newEffort(): Effort {
  return { steps: 0, most: 300_000 }
}

/**
 * What is wrong or doubtful in a document, with a request that shows it where there is one: rules that can never match,
 * rules that overlap and lead elsewhere, parked lanes and lanes without pods that receive requests, weights that sum to 0, strict lanes
 * that lack applications, and what `checkEntry` says that gateways cannot express. The first of a finding's `rules` is the
 * one it stands at.
 */
export function lint(
  group: LaneGroupDocument,
  checkEntry?: CheckEntry,
  effort = newEffort(),
  countsPods: CountsPods = () => false,
): Lint[] {
  const reach = ruleReach(group, effort)
  return [
    ...lintUnreachable(group, reach),
    ...lintOverlap(group, reach, effort),
    ...lintLanes(group, reach, countsPods),
    ...lintWeights(group, reach),
    ...lintStrict(group, reach),
    ...(checkEntry ? lintUnsupported(group, reach, checkEntry) : []),
  ]
}
