import type {
  HttpMatchRequest,
  IstioGateway,
  RouteDestination,
  VirtualService,
  VirtualServiceRule,
} from '@/lib/sandbox/shapes/virtual-service'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { compileMatch, isFor, type MatchTest, type Source, takesAll } from './istio-match'
import type { RequestFacts } from './request-facts'
import { compareHosts, hostMatches } from './route-hosts'

/** One match of one rule, ready to be asked. */
type IstioRoute = {
  owner: VirtualService
  rule: VirtualServiceRule
  match: HttpMatchRequest
  holds: MatchTest
}

/** The routes of one host name, the first that matches first. */
export type IstioHost = { host: string; routes: readonly IstioRoute[] }

/** What was decided: the rule and match, and one of the rule's destinations. */
export type IstioDecision = {
  owner: VirtualService
  rule: VirtualServiceRule
  match: HttpMatchRequest
  /** Undefined where the rule answers by itself, or leads nowhere. */
  to: RouteDestination | undefined
}

/** The reserved gateway of all sidecars. */
export const meshGateway = 'mesh'

/** A gateway's name as `namespace/name`. */
export function gatewayKey(name: string, namespace: string | undefined): string {
  return name === meshGateway || name.includes('/') ? name : `${namespace ?? ''}/${name}`
}

/** The gateways of a VirtualService; none named means sidecars. */
export function gatewaysOf({ metadata, spec }: VirtualService): string[] {
  const names = spec.gateways ?? []
  return names.length > 0 ? names.map((name) => gatewayKey(name, metadata.namespace)) : [meshGateway]
}

/**
 * What the gateway pods with these labels serve: for each host that a server and a VirtualService share, the rules of all its
 * VirtualServices, the oldest object's first, what takes everything last.
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/gateway.go buildGatewayHTTPRouteConfig
 */
export function compileGateway(input: {
  gateways: readonly IstioGateway[]
  routes: readonly VirtualService[]
  labels: Readonly<Record<string, string>>
  namespace: string
}): IstioHost[] {
  const { labels, namespace } = input
  const byHost = new Map<string, IstioRoute[]>()
  const inOrder = oldestFirst(input.routes)
  for (const gateway of input.gateways) {
    const selector = Object.entries(gateway.spec.selector ?? {})
    if (!selector.every(([key, value]) => labels[key] === value)) continue
    const key = `${gateway.metadata.namespace ?? ''}/${gateway.metadata.name}`
    for (const server of gateway.spec.servers ?? []) {
      if (server.port.protocol !== 'HTTP') continue
      for (const route of inOrder.filter((one) => gatewaysOf(one).includes(key))) {
        const to = { gateways: new Set([key]), port: server.port.number, source: { labels, namespace } }
        for (const host of sharedHosts(server.hosts, route)) {
          byHost.set(host, [...(byHost.get(host) ?? []), ...routesOf(route, to)])
        }
      }
    }
  }
  return [...byHost]
    .map(([host, routes]) => ({
      host,
      routes: [...routes.filter((one) => !isCatchAll(one)), ...routes.filter(isCatchAll)],
    }))
    .sort((left, right) => compareHosts(wildcard(left.host), wildcard(right.host)))
}

/** The rules of one VirtualService in their order, up to the first that takes everything. */
export function routesOf(
  owner: VirtualService,
  to: { gateways: ReadonlySet<string>; port: number; source: Source },
): IstioRoute[] {
  const found: IstioRoute[] = []
  const { namespace } = owner.metadata
  for (const rule of owner.spec.http ?? []) {
    const matches = rule.match?.length ? rule.match : [{}]
    const placed = matches.map((match) => ({
      ...match,
      ...(match.gateways && { gateways: match.gateways.map((name) => gatewayKey(name, namespace)) }),
    }))
    for (const match of placed.filter((one) => isFor(one, to))) {
      found.push({ owner, rule, match, holds: compileMatch(match) })
      if (takesAll(match)) return found
    }
  }
  return found
}

function isCatchAll({ match }: IstioRoute): boolean {
  return takesAll(match)
}

/** Objects by age, then by name: the order in which the control plane joins those of one host. */
export function oldestFirst<T extends KubeObject>(objects: readonly T[]): T[] {
  const key = ({ metadata }: T) => `${metadata.name}.${metadata.namespace ?? ''}`
  return [...objects].sort((left, right) => {
    const byAge = Date.parse(left.metadata.creationTimestamp) - Date.parse(right.metadata.creationTimestamp)
    return byAge !== 0 ? byAge : key(left) < key(right) ? -1 : 1
  })
}

/** Hosts of a server may be `namespace/host`; `*` and `.` stand for any namespace and its own. */
function sharedHosts(servers: readonly string[], { metadata, spec }: VirtualService): string[] {
  const allowed = servers.flatMap((entry) => {
    const [host = '', space] = entry.split('/').reverse()
    return space === undefined || space === '*' || space === metadata.namespace ? [host.toLowerCase()] : []
  })
  const own = (spec.hosts ?? []).map((host) => host.toLowerCase())
  const shared = own.flatMap((host) => {
    if (allowed.some((one) => hostMatches(wildcard(one), host))) return [host]
    return allowed.filter((one) => hostMatches(wildcard(host), one))
  })
  return [...new Set(shared)]
}

function wildcard(host: string): string | undefined {
  return host === '*' ? undefined : host
}

/** Decides one request at a gateway; undefined is 404. `random` gives numbers from 0 up to 1. */
export function decideAtGateway(
  hosts: readonly IstioHost[],
  facts: RequestFacts,
  random: () => number,
): IstioDecision | undefined {
  const found = hosts.find(({ host }) => hostMatches(wildcard(host), facts.host))
  return found && decide(found.routes, facts, random)
}

/** The first route that matches; undefined is 404. */
export function decide(
  routes: readonly IstioRoute[],
  facts: RequestFacts,
  random: () => number,
): IstioDecision | undefined {
  const found = routes.find(({ holds }) => holds(facts))
  if (found === undefined) return undefined
  const { owner, rule, match } = found
  return { owner, rule, match, to: drawDestination(rule.route ?? [], random) }
}

/**
 * One destination takes everything, whatever its weight; of several each takes weight / sum, and weight 0 nothing.
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go applyHTTPRouteDestination
 */
function drawDestination(
  destinations: readonly RouteDestination[],
  random: () => number,
): RouteDestination | undefined {
  const [only, ...others] = destinations
  if (others.length === 0) return only
  const sum = destinations.reduce((total, { weight = 0 }) => total + weight, 0)
  let left = random() * sum
  for (const destination of destinations) {
    const { weight = 0 } = destination
    if (weight === 0) continue
    left -= weight
    if (left < 0) return destination
  }
  return undefined
}
