import type { Controller } from '@/lib/sandbox/controllers/controller'
import { keyOf, splitKey } from '@/lib/sandbox/controllers/owner'
import { canonical } from '@/lib/sandbox/controllers/template-hash'
import { createWorkQueue } from '@/lib/sandbox/controllers/work-queue'
import { conditionsOf } from '@/lib/sandbox/gateways/gateway-conditions'
import { resolveBackend } from '@/lib/sandbox/gateways/http-backend'
import { isServed } from '@/lib/sandbox/gateways/http-route-status'
import type { HttpRoute, RouteParentStatus } from '@/lib/sandbox/shapes/http-route'
import { getService } from '@/lib/sandbox/shapes/service'
import { gatewayApiKinds } from '@/lib/sandbox/store/custom/gateway-api-kinds'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { namesService } from './service-routes'

/** The controller of routes whose parents are Services, as Istio calls itself. */
const controllerName = 'istio.io/gateway-controller'
const { httpRoutes } = gatewayApiKinds

/** Writes the status of HTTPRoutes of Services. @see https://gateway-api.sigs.k8s.io/reference/spec/#routeparentstatus */
export function startServiceRouteController(store: Store): Controller {
  const queue = createWorkQueue('service route status', (key) => {
    const { namespace, name } = splitKey(key)
    reconcile(store, store.get(httpRoutes, namespace, name) as HttpRoute | undefined)
  })
  const all = () => {
    for (const route of store.list(httpRoutes)) queue.add(keyOf(route))
  }
  const unsubscribe = store.subscribe(({ kind, object }) => {
    if (kind === httpRoutes) queue.add(keyOf(object))
    if (kind === kinds.services) all()
  })
  all()
  return {
    stop: () => {
      unsubscribe()
      queue.stop()
    },
  }
}

function reconcile(store: Store, route: HttpRoute | undefined): void {
  if (route === undefined || route.metadata.deletionTimestamp !== undefined) return
  const before = route.status?.parents ?? []
  const refs = (route.spec.parentRefs ?? []).filter(namesService)
  const others = before.filter((parent) => parent.controllerName !== controllerName)
  if (refs.length === 0 && others.length === before.length) return
  const own = refs.map((parentRef): RouteParentStatus => {
    const known = before.find(
      (parent) =>
        parent.controllerName === controllerName && canonical(parent.parentRef) === canonical(parentRef),
    )
    const namespace = parentRef.namespace ?? route.metadata.namespace
    const isThere = getService(store, namespace, parentRef.name) !== undefined
    const isPlain = isServed(route)
    const refused = !isThere ? 'NoMatchingParent' : 'UnsupportedValue'
    const bad = (route.spec.rules ?? [])
      .flatMap(({ backendRefs = [] }) => backendRefs.map((ref) => resolveBackend(store, route, ref)))
      .find((to) => 'reason' in to)
    const findings = [
      {
        type: 'Accepted',
        holds: isThere && isPlain,
        reason: isThere && isPlain ? 'Accepted' : refused,
        message: isThere && isPlain ? 'Route was valid' : refused,
      },
      bad && 'reason' in bad
        ? { type: 'ResolvedRefs', holds: false, reason: bad.reason, message: bad.message }
        : { type: 'ResolvedRefs', holds: true, reason: 'ResolvedRefs', message: 'All references resolved' },
    ]
    return {
      parentRef,
      controllerName,
      conditions: conditionsOf(findings, known?.conditions, route.metadata.generation),
    }
  })
  const status = { ...route.status, parents: [...others, ...own] }
  if (canonical(route.status ?? {}) === canonical(status)) return
  store.update(httpRoutes, { ...route, status } as KubeObject, {
    manager: 'istio-pilot',
    subresource: 'status',
  })
}
