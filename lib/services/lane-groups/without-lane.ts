import { baseline } from '@/lib/domain/baseline'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RouteRule, Target } from '@/lib/domain/route-rule'

/**
 * The document without a lane. Its share goes to its siblings by their weights, and to the baseline where it
 * had none; a rule with conditions that led to it alone goes too.
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
  const targets = rule.targets.filter(({ lane }) => lane !== tag)
  if (targets.some(({ weight }) => weight > 0)) return [{ ...rule, targets }]
  if (rule.match !== undefined && targets.length === 0) return []
  const everyone: Target[] = [{ lane: baseline, weight: 100 }]
  return [{ ...rule, targets: everyone }]
}
