import type { Gateway } from '@/lib/sandbox/shapes/gateway'
import type {
  HttpBackendRef,
  HttpRoute,
  HttpRouteRule,
  ParentReference,
  RouteParentStatus,
} from '@/lib/sandbox/shapes/http-route'
import type { Store } from '@/lib/sandbox/store/store'
import { conditionsOf, type Finding } from './gateway-conditions'
import { resolveBackend } from './http-backend'
import { unsupportedFilter } from './http-route-filters'
import { unsupportedMatch } from './http-route-match'
import { isAttached, namesGateway } from './http-route-table'
import { sharedHosts } from './route-hosts'

/**
 * What this gateway says of a route, one entry for each parent reference that names it; undefined when none does. Other
 * controllers' entries stay.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#routeparentstatus
 */
export function routeParents(
  store: Store,
  gateway: Gateway,
  route: HttpRoute,
  controllerName: string,
): RouteParentStatus[] | undefined {
  const before = route.status?.parents ?? []
  const others = before.filter((parent) => parent.controllerName !== controllerName)
  const refs = (route.spec.parentRefs ?? []).filter((ref) => namesGateway(ref, route, gateway))
  if (refs.length === 0) return others.length === before.length ? undefined : others
  const own = refs.map((parentRef): RouteParentStatus => {
    const known = before.find(
      (parent) =>
        parent.controllerName === controllerName && parent.parentRef.sectionName === parentRef.sectionName,
    )
    const findings = [accepted(gateway, route, parentRef), resolved(store, route)]
    const conditions = conditionsOf(findings, known?.conditions, route.metadata.generation)
    return { parentRef, controllerName, conditions }
  })
  return [...others, ...own]
}

/** Whether a route is served: nothing in it is of a kind that this gateway does not do. */
export function isServed(route: HttpRoute): boolean {
  return unsupported(route) === undefined
}

function unsupported({ spec }: HttpRoute): string | undefined {
  for (const rule of spec.rules ?? []) {
    const filter = unsupportedFilter(filtersOf(rule))
    if (filter !== undefined) return `filter ${filter} is not supported`
    const match = (rule.matches ?? []).map(unsupportedMatch).find((one) => one !== undefined)
    if (match !== undefined) return `${match} is not supported`
  }
  return undefined
}

function filtersOf({ filters = [], backendRefs = [] }: HttpRouteRule) {
  return [...filters, ...backendRefs.flatMap((ref) => ref.filters ?? [])]
}

function accepted(gateway: Gateway, route: HttpRoute, ref: ParentReference): Finding {
  const no = (reason: string, message: string): Finding => ({
    type: 'Accepted',
    holds: false,
    reason,
    message,
  })
  const listeners = gateway.spec.listeners.filter(
    ({ name, port }) =>
      (ref.sectionName === undefined || ref.sectionName === name) &&
      (ref.port === undefined || ref.port === port),
  )
  if (listeners.length === 0) return no('NoMatchingParent', 'No listener has this section name and port')
  const allowing = listeners.filter((listener) => isAttached(ref, route, gateway, listener))
  if (allowing.length === 0) return no('NotAllowedByListeners', 'No listener allows routes of this namespace')
  const sharing = allowing.some(({ hostname }) => sharedHosts(route.spec.hostnames, hostname).length > 0)
  if (!sharing) return no('NoMatchingListenerHostname', 'No listener has a hostname in common with the route')
  const problem = unsupported(route)
  if (problem !== undefined) return no('UnsupportedValue', problem)
  return { type: 'Accepted', holds: true, reason: 'Accepted', message: 'Route is accepted' }
}

function resolved(store: Store, route: HttpRoute): Finding {
  const refs: HttpBackendRef[] = (route.spec.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs)
  for (const ref of refs) {
    const backend = resolveBackend(store, route, ref)
    if ('reason' in backend) return { type: 'ResolvedRefs', holds: false, ...backend }
  }
  return { type: 'ResolvedRefs', holds: true, reason: 'ResolvedRefs', message: 'All references are resolved' }
}
