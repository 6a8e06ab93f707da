import type { Condition } from '@/lib/domain/condition'
import { conditionText } from '@/lib/domain/condition-text'
import type { RouteRule } from '@/lib/domain/route-rule'
import type { Simulation } from '@/lib/domain/simulation'

/** A rule that did not decide, with the condition of each alternative that failed. */
export type Refused = { rule: string; failed: (Condition | string)[] }

/** The place (from 1) of the rule that decided among all rules, or null when none did or it has no conditions. */
export function decidedPlace(rules: readonly RouteRule[], simulation: Simulation): number | null {
  const index = rules.findIndex(({ name }) => name === simulation.rule)
  return index === -1 || rules[index]?.match === undefined ? null : index + 1
}

/** The rules that stand above the decision and why each did not match, with conditions where they can be found again. */
export function refusedRules(rules: readonly RouteRule[], simulation: Simulation): Refused[] {
  return simulation.why
    .filter(({ matched }) => !matched)
    .map(({ rule, failed }) => {
      const match = rules.find(({ name }) => name === rule)?.match
      return {
        rule,
        failed: failed.map(
          ({ branch, condition }) =>
            match?.[branch]?.find((one) => conditionText(one) === condition) ?? condition,
        ),
      }
    })
}
