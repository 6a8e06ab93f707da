import type { RouteRule } from '@/lib/domain/route-rule'

/** How many rules differ from the saved ones: changed, added, removed or at another place. */
export function changedRules(saved: readonly RouteRule[], rules: readonly RouteRule[]): number {
  const texts = saved.map((rule) => JSON.stringify(rule))
  const kept = rules.filter((rule, index) => texts[index] === JSON.stringify(rule)).length
  return Math.max(saved.length, rules.length) - kept
}
