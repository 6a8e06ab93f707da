import type { Controller } from '@/lib/sandbox/controllers/controller'
import { keyOf, splitKey } from '@/lib/sandbox/controllers/owner'
import { canonical } from '@/lib/sandbox/controllers/template-hash'
import { createWorkQueue } from '@/lib/sandbox/controllers/work-queue'
import type { Condition, Gateway, GatewayClass } from '@/lib/sandbox/shapes/gateway'
import type { HttpRoute } from '@/lib/sandbox/shapes/http-route'
import { gatewayApiKinds } from '@/lib/sandbox/store/custom/gateway-api-kinds'
import { type Kind, kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { conditionsOf } from './gateway-conditions'
import { gatewayStatus } from './gateway-status'
import { routeParents } from './http-route-status'

/** The Gateway that is served, by name. */
export type ServedGateway = { namespace: string; name: string }

/** The controller that GatewayClasses name for the gateway here. */
export const gatewayController = 'sandbox.example.com/gateway'

const manager = 'gateway-controller'
const { gatewayClasses, gateways, httpRoutes, referenceGrants } = gatewayApiKinds
const everything = 'everything'

/** Every HTTPRoute of the store. */
export function listHttpRoutes(store: Store): HttpRoute[] {
  return store.list(httpRoutes) as readonly KubeObject[] as HttpRoute[]
}

/** A Gateway whose class is of the controller here; undefined when there is none of that name. */
export function findGateway(store: Store, { namespace, name }: ServedGateway): Gateway | undefined {
  const gateway = store.get(gateways, namespace, name) as Gateway | undefined
  const ofClass =
    gateway && (store.get(gatewayClasses, undefined, gateway.spec.gatewayClassName) as GatewayClass)
  return ofClass?.spec.controllerName === gatewayController ? gateway : undefined
}

/** Writes the status of the classes of the controller, of the Gateway that is served, and of the routes that name it. */
export function startGatewayApiController(store: Store, served: ServedGateway): Controller {
  const queue = createWorkQueue('gateway status', (key) => {
    if (key === everything) return reconcileGateway(store, served, queue.add)
    const { namespace, name } = splitKey(key)
    reconcileRoute(store, served, store.get(httpRoutes, namespace, name) as HttpRoute | undefined)
  })
  const wide: ReadonlySet<Kind> = new Set([gatewayClasses, gateways, referenceGrants, kinds.services])
  const unsubscribe = store.subscribe(({ kind, object }) => {
    if (kind === httpRoutes) queue.add(keyOf(object))
    if (kind === httpRoutes || wide.has(kind)) queue.add(everything)
  })
  queue.add(everything)
  return {
    stop: () => {
      unsubscribe()
      queue.stop()
    },
  }
}

function reconcileGateway(store: Store, served: ServedGateway, add: (key: string) => void): void {
  for (const ofClass of store.list(gatewayClasses) as readonly KubeObject[] as GatewayClass[]) {
    if (ofClass.spec.controllerName === gatewayController)
      writeStatus(store, gatewayClasses, ofClass, classStatus(ofClass))
  }
  const gateway = findGateway(store, served)
  if (gateway === undefined) return
  const routes = listHttpRoutes(store)
  writeStatus(store, gateways, gateway, gatewayStatus(gateway, routes))
  for (const route of routes) add(keyOf(route))
}

function reconcileRoute(store: Store, served: ServedGateway, route: HttpRoute | undefined): void {
  const gateway = findGateway(store, served)
  if (gateway === undefined || route === undefined || route.metadata.deletionTimestamp !== undefined) return
  const parents = routeParents(store, gateway, route, gatewayController)
  if (parents !== undefined) writeStatus(store, httpRoutes, route, { ...route.status, parents })
}

function classStatus({ metadata, status = {} }: GatewayClass) {
  const finding = { type: 'Accepted', holds: true, reason: 'Accepted', message: 'GatewayClass is accepted' }
  return {
    ...status,
    conditions: conditionsOf([finding], status.conditions as Condition[] | undefined, metadata.generation),
  }
}

function writeStatus(store: Store, kind: Kind, object: KubeObject, status: object): void {
  if (canonical(object.status ?? {}) === canonical(status)) return
  store.update(kind, { ...object, status }, { manager, subresource: 'status' })
}
