import type { Gateway, GatewayListener } from '@/lib/sandbox/shapes/gateway'
import type {
  HttpBackendRef,
  HttpRoute,
  HttpRouteFilter,
  HttpRouteRule,
  ParentReference,
} from '@/lib/sandbox/shapes/http-route'
import { type CompiledMatch, compareMatches, compileMatch, matchHolds } from './http-route-match'
import type { RequestFacts } from './request-facts'
import { compareHosts, hostMatches, sharedHosts } from './route-hosts'

/** One match of one rule of one route, at one host name. */
export type RouteEntry = {
  route: HttpRoute
  host: string | undefined
  match: CompiledMatch
  rule: HttpRouteRule
}

/** What one listener serves, the rule that goes first before the others. */
export type ListenerTable = { hostname: string | undefined; entries: readonly RouteEntry[] }

/** A Gateway's HTTP listeners, the most specific host name first. */
export type HttpRouteTable = readonly ListenerTable[]

/** What was decided: the route's rule, and one of its backends; no backend is 500. */
export type RouteDecision = {
  route: HttpRoute
  match: CompiledMatch
  filters: readonly HttpRouteFilter[]
  backend: HttpBackendRef | undefined
}

/** The routes of one Gateway as its listeners serve them. */
export function compileHttpRoutes(gateway: Gateway, routes: readonly HttpRoute[]): HttpRouteTable {
  return gateway.spec.listeners
    .filter(({ protocol }) => protocol === 'HTTP')
    .map((listener) => ({
      hostname: listener.hostname,
      entries: routes.flatMap((route) => entriesOf(route, gateway, listener)).sort(compareEntries),
    }))
    .sort((left, right) => compareHosts(left.hostname, right.hostname))
}

function entriesOf(route: HttpRoute, gateway: Gateway, listener: GatewayListener): RouteEntry[] {
  const refs = (route.spec.parentRefs ?? []).filter((ref) => isAttached(ref, route, gateway, listener))
  if (refs.length === 0) return []
  return sharedHosts(route.spec.hostnames, listener.hostname).flatMap((host) =>
    (route.spec.rules ?? []).flatMap((rule) =>
      (rule.matches?.length ? rule.matches : [{}]).map((match) => ({
        route,
        host,
        match: compileMatch(match),
        rule,
      })),
    ),
  )
}

/** Whether a parent reference names this Gateway. */
export function namesGateway(ref: ParentReference, route: HttpRoute, gateway: Gateway): boolean {
  const { group = 'gateway.networking.k8s.io', kind = 'Gateway', namespace = route.metadata.namespace } = ref
  const { metadata } = gateway
  return (
    group === 'gateway.networking.k8s.io' &&
    kind === 'Gateway' &&
    ref.name === metadata.name &&
    namespace === metadata.namespace
  )
}

/**
 * Whether a parent reference attaches a route to a listener: by name and port, and as the listener allows namespaces
 * (its own unless it says all).
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#routenamespaces
 */
export function isAttached(
  ref: ParentReference,
  route: HttpRoute,
  gateway: Gateway,
  listener: GatewayListener,
): boolean {
  if (!namesGateway(ref, route, gateway)) return false
  if (ref.sectionName !== undefined && ref.sectionName !== listener.name) return false
  if (ref.port !== undefined && ref.port !== listener.port) return false
  const from = listener.allowedRoutes?.namespaces?.from ?? 'Same'
  return from === 'All' || (from === 'Same' && route.metadata.namespace === gateway.metadata.namespace)
}

function compareEntries(left: RouteEntry, right: RouteEntry): number {
  return (
    compareHosts(left.host, right.host) ||
    compareMatches(left.match, right.match) ||
    compareRoutes(left.route, right.route)
  )
}

/** The oldest route goes first, then the first by namespace and name; rules of one route keep their order. */
function compareRoutes({ metadata: left }: HttpRoute, { metadata: right }: HttpRoute): number {
  const byAge = Date.parse(left.creationTimestamp) - Date.parse(right.creationTimestamp)
  if (byAge !== 0) return byAge
  const [one, other] = [`${left.namespace}/${left.name}`, `${right.namespace}/${right.name}`]
  return one === other ? 0 : one < other ? -1 : 1
}

/** Decides one request; undefined is 404. `random` gives numbers from 0 up to 1. */
export function decideHttpRoute(
  table: HttpRouteTable,
  facts: RequestFacts,
  random: () => number,
): RouteDecision | undefined {
  const listener = table.find(({ hostname }) => hostMatches(hostname, facts.host))
  const found = listener?.entries.find(
    ({ host, match }) => hostMatches(host, facts.host) && matchHolds(match, facts),
  )
  if (found === undefined) return undefined
  const { route, match, rule } = found
  return { route, match, filters: rule.filters ?? [], backend: drawBackend(rule.backendRefs ?? [], random) }
}

/**
 * Each backend gets weight / sum of weights; 1 where none is given. Undefined when all are 0 or there is none.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
function drawBackend(backends: readonly HttpBackendRef[], random: () => number): HttpBackendRef | undefined {
  const weightOf = ({ weight = 1 }: HttpBackendRef) => weight
  const sum = backends.reduce((total, backend) => total + weightOf(backend), 0)
  let left = random() * sum
  for (const backend of backends) {
    left -= weightOf(backend)
    if (left < 0) return backend
  }
  return undefined
}
