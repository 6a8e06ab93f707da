import { baseline } from '@/lib/domain/baseline'
import type { RoutesRule } from './provider'

/** The rules without those at the end that lead to the baseline only: the base route does that already. */
export function neededRules(rules: readonly RoutesRule[]): RoutesRule[] {
  const last = rules.findLastIndex(({ targets }) =>
    targets.some(({ lane, weight }) => lane !== baseline && weight > 0),
  )
  return rules.slice(0, last + 1)
}
