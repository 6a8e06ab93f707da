import { compareMatches, compileMatch, matchHolds } from '@/lib/sandbox/gateways/http-route-match'
import type { RequestFacts } from '@/lib/sandbox/gateways/request-facts'
import type {
  HttpBackendRef,
  HttpRoute,
  HttpRouteRule,
  ParentReference,
} from '@/lib/sandbox/shapes/http-route'

/** A Service's port that is called, and from which namespace. */
export type Called = { namespace: string; service: string; port: number; caller: string }

/** What the routes of a Service say: a rule and one of its backends; no backend is 500, no rule 404. */
export type ServiceDecision = {
  route: HttpRoute
  rule: HttpRouteRule
  backend: HttpBackendRef | undefined
}

/** Whether a parent reference names a Service. @see https://gateway-api.sigs.k8s.io/geps/gep-1426/ */
export function namesService({ group, kind }: ParentReference): boolean {
  return kind === 'Service' && (group === '' || group === 'core')
}

/**
 * The routes that hold for calls to a Service: of its own namespace for every caller, of another one for callers there, and
 * these go before.
 * @see https://gateway-api.sigs.k8s.io/mesh/#producer-and-consumer-routes
 */
export function routesOfService(routes: readonly HttpRoute[], called: Called): HttpRoute[] {
  const attached = routes.filter(({ metadata, spec }) =>
    (spec.parentRefs ?? []).some(
      (ref) =>
        namesService(ref) &&
        ref.name === called.service &&
        (ref.namespace ?? metadata.namespace) === called.namespace &&
        (ref.port === undefined || ref.port === called.port),
    ),
  )
  const of = (namespace: string) => attached.filter(({ metadata }) => metadata.namespace === namespace)
  const consumers = called.caller === called.namespace ? [] : of(called.caller)
  return consumers.length > 0 ? consumers : of(called.namespace)
}

/** The rule that takes a call, by the precedence of routes; undefined is 404: what no rule takes is rejected. */
export function decideForService(
  routes: readonly HttpRoute[],
  facts: RequestFacts,
  random: () => number,
): ServiceDecision | undefined {
  const entries = routes.flatMap((route) =>
    (route.spec.rules ?? []).flatMap((rule) =>
      (rule.matches?.length ? rule.matches : [{}]).map((match) => ({
        route,
        rule,
        match: compileMatch(match),
      })),
    ),
  )
  const age = ({ metadata }: HttpRoute) =>
    `${metadata.creationTimestamp} ${metadata.namespace}/${metadata.name}`
  const found = entries
    .sort(
      (left, right) =>
        compareMatches(left.match, right.match) ||
        (age(left.route) < age(right.route) ? -1 : Number(left.route !== right.route)),
    )
    .find(({ match }) => matchHolds(match, facts))
  return (
    found && { route: found.route, rule: found.rule, backend: draw(found.rule.backendRefs ?? [], random) }
  )
}

function draw(backends: readonly HttpBackendRef[], random: () => number): HttpBackendRef | undefined {
  const sum = backends.reduce((total, { weight = 1 }) => total + weight, 0)
  let left = random() * sum
  for (const backend of backends) {
    left -= backend.weight ?? 1
    if (left < 0) return backend
  }
  return undefined
}
