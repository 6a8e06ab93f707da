/** Whether a host name falls under a pattern: the name itself, `*.` and any labels before the rest, or any where there is none.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#hostname */
export function hostMatches(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined || pattern === '') return true
  const wanted = pattern.toLowerCase()
  return wanted.startsWith('*.')
    ? host.endsWith(wanted.slice(1)) && host.length > wanted.length - 1
    : host === wanted
}

/** Which of two patterns of one host goes first: more characters of a name without wildcard, then of one with. */
export function compareHosts(left: string | undefined, right: string | undefined): number {
  return rank(right) - rank(left)
}

function rank(pattern: string | undefined): number {
  if (pattern === undefined || pattern === '') return 0
  return pattern.startsWith('*.') ? pattern.length : 1_000 + pattern.length
}

/**
 * The host names that a route serves at a listener: those of its own that the listener's name allows, or the listener's
 * where the route names none. Empty when they have nothing in common.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
 */
export function sharedHosts(
  hostnames: readonly string[] | undefined,
  listener: string | undefined,
): (string | undefined)[] {
  if (hostnames === undefined || hostnames.length === 0) return [listener]
  return hostnames.flatMap((own) => {
    if (hostMatches(listener, own)) return [own]
    return own.startsWith('*.') && listener !== undefined && hostMatches(own, listener) ? [listener] : []
  })
}
