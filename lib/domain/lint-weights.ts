import { say } from '@/lib/words/sentence'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import { sampleOf } from './lint-lanes'
import type { EntryReach } from './rule-reach'

/** Rules whose weights are all 0: what they take goes to the baseline, which nobody asked for. */
export function lintWeights({ spec }: LaneGroupDocument, reach: readonly EntryReach[]): Lint[] {
  return spec.rules.flatMap((rule, index): Lint[] => {
    if (rule.targets.some(({ weight }) => weight > 0)) return []
    const sample = sampleOf(rule, reach)
    return [
      {
        code: 'WeightsZero',
        severity: 'error',
        message: say('checks.lintWeightsZero', { rule: rule.name }),
        path: `spec.rules.${index}.targets`,
        rules: [rule.name],
        params: { rule: rule.name },
        ...(sample && { counterExample: sample }),
      },
    ]
  })
}
