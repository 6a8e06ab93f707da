import { baseline } from '@/lib/domain/baseline'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RouteRule, Target } from '@/lib/domain/route-rule'

/**
 * The document without a lane. Its share goes to the baseline, so that no other lane takes more than it was given; a rule
 * with conditions that led to it alone goes too.
 */
export function withoutLane(document: LaneGroupDocument, tag: string): LaneGroupDocument {
  const { spec } = document
  return {
    ...document,
    spec: {
      ...spec,
      lanes: spec.lanes.filter((lane) => lane.tag !== tag),
      rules: spec.rules.flatMap((rule) => ruleWithout(rule, tag)),
    },
  }
}

function ruleWithout(rule: RouteRule, tag: string): RouteRule[] {
  if (!rule.targets.some(({ lane }) => lane === tag)) return [rule]
  const others = rule.targets.filter(({ lane }) => lane !== tag)
  if (others.some(({ weight }) => weight > 0))
    return [{ ...rule, targets: withShare(others, weightOf(rule, tag)) }]
  if (rule.match !== undefined && others.length === 0) return []
  const everyone: Target[] = [{ lane: baseline, weight: 100 }]
  return [{ ...rule, targets: everyone }]
}

function weightOf({ targets }: RouteRule, tag: string): number {
  return targets.reduce((sum, { lane, weight }) => (lane === tag ? sum + weight : sum), 0)
}

/** The targets with so much more weight on the baseline. */
function withShare(targets: readonly Target[], more: number): Target[] {
  if (more === 0) return [...targets]
  const at = targets.findIndex(({ lane }) => lane === baseline)
  const before = targets[at]
  if (before === undefined) return [...targets, { lane: baseline, weight: more }]
  return targets.toSpliced(at, 1, { lane: baseline, weight: before.weight + more })
}
