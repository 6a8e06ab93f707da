import { asObjects, at, type JsonObject } from '@/lib/domain/json'

/**
 * What one HTTPRoute takes. A rule may have 64 matches since v1.2 of the API; 8 is what every version takes.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
 */
export const routeLimits = { rules: 16, matchesInRule: 8, matches: 128, weight: 1_000_000 } as const

/**
 * How many matches a copy of a rule may have: one where a filter replaces the prefix that was matched.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier
 */
export function matchesInRule({ filters, backendRefs }: JsonObject): number {
  const all = [...asObjects(filters), ...asObjects(backendRefs).flatMap((ref) => asObjects(ref.filters))]
  const replaces = all.some((filter) => at(filter, 'urlRewrite', 'path', 'type') === 'ReplacePrefixMatch')
  return replaces ? 1 : routeLimits.matchesInRule
}
