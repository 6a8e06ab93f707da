import { askedPlace, valueAtPlace } from './asked-place'
import { baseline } from './baseline'
import type { LaneGroupDocument } from './lane-group'
import type { NormalRequest } from './normal-request'
import type { RouteRule, Target } from './route-rule'
import { stickyTarget } from './sticky'

/** A share, 0..1, of the requests that a rule takes. */
export type LaneShare = { lane: string; share: number }

/** Whether a lane takes requests at all: it is in the document and not parked. */
export function isOpen(group: LaneGroupDocument, lane: string): boolean {
  return lane !== baseline && group.spec.lanes.some(({ tag, state }) => tag === lane && state === 'active')
}

/**
 * The shares of a rule's requests by lane, in the order of its targets: a parked or unknown lane counts as baseline,
 * weight 0 takes nothing, and when all weights are 0 (or there is no rule) everything goes to the baseline. They sum to 1.
 * With a `request` a sticky rule has one share: the lane that this user stays in.
 */
export function effectiveShares(
  group: LaneGroupDocument,
  rule: RouteRule | null,
  request?: NormalRequest,
): LaneShare[] {
  const weights = new Map<string, number>()
  for (const { lane, weight } of targetsOf(rule, request)) {
    if (weight === 0) continue
    const taker = isOpen(group, lane) ? lane : baseline
    weights.set(taker, (weights.get(taker) ?? 0) + weight)
  }
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0)
  if (sum === 0) return [{ lane: baseline, share: 1 }]
  return [...weights].map(([lane, weight]) => ({ lane, share: weight / sum }))
}

function targetsOf(rule: RouteRule | null, request: NormalRequest | undefined): readonly Target[] {
  if (!rule?.sticky || !request) return rule?.targets ?? []
  const { source, name } = rule.sticky
  const place = askedPlace({ source, name, operator: 'present' })
  const target = stickyTarget(rule.targets, valueAtPlace(request, place))
  return target ? [target] : []
}
