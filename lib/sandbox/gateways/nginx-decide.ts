import { createHash } from 'node:crypto'
import type { TrafficShaping } from './nginx-annotations'
import { findLocation, normalPath } from './nginx-path'
import type { Location, NginxServers, Upstream } from './nginx-upstreams'
import { cookieOf, headerOf } from './nginx-variables'
import type { RequestFacts } from './request-facts'

/** Where a request goes, or the status that nginx answers by itself. */
export type NginxDecision =
  | { status: 400 | 404 | 503; location?: Location }
  | { location: Location; upstream: Upstream; canary: string }

/** What decides beside the request; `ready` tells how many pods of an upstream are. */
export type DecisionContext = { ready: (upstream: Upstream) => number; random: () => number }

/**
 * Decides one request.
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/balancer.lua
 */
export function decideNginx(
  servers: NginxServers,
  facts: RequestFacts,
  context: DecisionContext,
): NginxDecision {
  const path = normalPath(facts.path)
  if (path === null) return { status: 400 }
  const location = findLocation(serverOf(servers, facts.host), path)
  if (location === undefined) return { status: 404 }
  const { upstream } = location
  // The canary is never looked at where the base has no ready pod. A Service that a canary took first has no base.
  if (upstream.shaping !== undefined || context.ready(upstream) === 0) return { status: 503, location }
  const [canary] = upstream.alternatives
  if (canary === undefined || !goesToCanary(upstream, canary, facts, context))
    return { location, upstream, canary: '' }
  return { location, upstream: canary, canary: canary.name }
}

/** A server by its name, a last dot aside; a wildcard stands for one label. Hosts of nobody go to `_`. */
function serverOf(servers: NginxServers, name: string): readonly Location[] {
  const host = name.replace(/\.$/, '')
  const dot = host.indexOf('.')
  const wildcard = dot > 0 && /^[\w-]+$/.test(host.slice(0, dot)) ? `*${host.slice(dot)}` : ''
  return servers.get(host) ?? servers.get(wildcard) ?? servers.get('_') ?? []
}

function goesToCanary(
  base: Upstream,
  canary: Upstream,
  facts: RequestFacts,
  { ready, random }: DecisionContext,
): boolean {
  if (isAffine(base, facts) || ready(canary) === 0) return false
  if (isAffine(canary, facts)) return true
  const { shaping } = canary
  if (shaping === undefined) return false
  const byHeader = headerVerdict(shaping, facts)
  if (byHeader !== undefined) return byHeader
  const cookie = cookieOf(facts, shaping.cookie)
  if (cookie === 'always' || cookie === 'never') return cookie === 'always'
  const total = shaping.weightTotal > 100 ? shaping.weightTotal : 100
  return Math.floor(random() * total) + 1 <= shaping.weight
}

/** Undefined lets the cookie decide. A pattern that is none keeps the request on the base at once. */
function headerVerdict(shaping: TrafficShaping, facts: RequestFacts): boolean | undefined {
  const value = headerOf(facts, shaping.header)
  if (value === undefined) return undefined
  if (shaping.headerValue !== '') return value === shaping.headerValue ? true : undefined
  if (shaping.headerPattern !== '') {
    const pattern = perlPattern(shaping.headerPattern)
    if (pattern === undefined) return false
    return pattern.test(value) ? true : undefined
  }
  return value === 'always' || value === 'never' ? value === 'always' : undefined
}

const patterns = new Map<string, RegExp | undefined>()

/**
 * PCRE as far as annotations can carry it and scripts share it, with PCRE's condition on what comes next and its way to
 * fail. Undefined for what is no pattern.
 * @see https://www.pcre.org/current/doc/html/pcre2pattern.html
 */
export function perlPattern(text: string): RegExp | undefined {
  if (patterns.has(text)) return patterns.get(text)
  const fails = text.replaceAll(/\(\?\(\?=((?:[^()\\]|\\.)*)\)\(\*F(?:AIL)?\)\|/g, '(?:(?!$1)')
  let pattern: RegExp | undefined
  try {
    pattern = new RegExp(fails)
  } catch {
    pattern = undefined
  }
  patterns.set(text, pattern)
  return pattern
}

/** The part of an affinity cookie that names the upstream. */
export function affinityKey({ name }: Upstream): string {
  return createHash('md5').update(name).digest('hex')
}

/** Whether the request carries the cookie of one of an upstream's pods. */
export function isAffine(upstream: Upstream, { cookies }: RequestFacts): boolean {
  const { affinity } = upstream
  return affinity !== undefined && cookies[affinity.cookie]?.split('|')[1] === affinityKey(upstream)
}
