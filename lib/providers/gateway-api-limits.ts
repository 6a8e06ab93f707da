/**
 * What one HTTPRoute takes. A rule may have 64 matches since v1.2 of the API; 8 is what every version takes.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
 */
export const routeLimits = { rules: 16, matchesInRule: 8, matches: 128 } as const
