import { isGoverned } from '@/lib/sandbox/agent/pod-identity'
import { applyEdits } from '@/lib/sandbox/gateways/header-edits'
import { resolveBackend } from '@/lib/sandbox/gateways/http-backend'
import { filterEdits } from '@/lib/sandbox/gateways/http-route-filters'
import { isServed } from '@/lib/sandbox/gateways/http-route-status'
import {
  type Cluster,
  findCluster,
  readyPods,
  serviceOfHost,
} from '@/lib/sandbox/gateways/istio-destinations'
import { inTurn } from '@/lib/sandbox/gateways/istio-gateway'
import { istioHeaderEdits } from '@/lib/sandbox/gateways/istio-headers'
import { decide, gatewaysOf, meshGateway, oldestFirst, routesOf } from '@/lib/sandbox/gateways/istio-routes'
import { parseCookies, type RequestFacts } from '@/lib/sandbox/gateways/request-facts'
import type { PodNetwork } from '@/lib/sandbox/kubelet/pod-network'
import type { HttpRoute } from '@/lib/sandbox/shapes/http-route'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import { getService } from '@/lib/sandbox/shapes/service'
import type { VirtualService } from '@/lib/sandbox/shapes/virtual-service'
import { gatewayApiKinds } from '@/lib/sandbox/store/custom/gateway-api-kinds'
import { istioKinds } from '@/lib/sandbox/store/custom/istio-kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { hasSidecar } from './pod-injection'
import { type Called, decideForService, routesOfService } from './service-routes'

/** A call as the application makes it. */
export type MeshRequest = { method: string; path: string; query: string; headers: Record<string, string> }

/** The loopback port of the pod that takes a call and the headers it gets, or what the sidecar answers itself. */
export type MeshAnswer = { port: number; headers: Record<string, string> } | { status: number; text: string }

/** Decides the calls of pods that have a sidecar; undefined leaves a call to others. */
export type Sidecars = (caller: Pod, application: string, request: MeshRequest) => MeshAnswer | undefined

/**
 * Sidecars of Istio: a call to a Service obeys the oldest VirtualService that names it for `mesh`, else the HTTPRoutes of
 * the Service, else any of its pods takes it. A sidecar passes no header on: an application must do that itself. Pods that
 * an MSE agent governs choose instances by address, past their sidecar.
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/#sidecars
 */
export function createSidecars(
  store: Store,
  network: PodNetwork,
  random: () => number = Math.random,
): Sidecars {
  const turns = new Map<string, number>()

  function toCluster(cluster: Cluster | undefined, headers: Record<string, string>): MeshAnswer {
    if (cluster === undefined) return { status: 503, text: '' }
    const [first] = inTurn(turns, JSON.stringify(cluster), readyPods(store, network, cluster))
    return first ? { port: first.port, headers } : { status: 503, text: 'no healthy upstream' }
  }

  function byVirtualService(
    route: VirtualService,
    called: Called,
    caller: Pod,
    facts: RequestFacts,
  ): MeshAnswer {
    const source = { labels: caller.metadata.labels ?? {}, namespace: called.caller }
    const routes = routesOf(route, { gateways: new Set([meshGateway]), port: called.port, source })
    const found = decide(routes, facts, random)
    if (found === undefined) return { status: 404, text: '' }
    const { directResponse } = found.rule
    if (directResponse) return { status: directResponse.status, text: directResponse.body?.string ?? '' }
    const from = { namespace: route.metadata.namespace ?? '', sender: called.caller, listenPort: called.port }
    const headers = istioHeaderEdits(found.rule, found.to, 'request').reduce(applyEdits, facts.headers)
    return toCluster(found.to && findCluster(store, found.to.destination, from), headers)
  }

  function byHttpRoutes(routes: readonly HttpRoute[], facts: RequestFacts): MeshAnswer {
    const found = decideForService(routes, facts, random)
    if (found === undefined) return { status: 404, text: '' }
    const to = found.backend && resolveBackend(store, found.route, found.backend)
    if (to === undefined || 'reason' in to) return { status: 500, text: '' }
    const filters = [...(found.backend?.filters ?? []), ...(found.rule.filters ?? [])]
    const headers = filterEdits(filters, 'request').reduce(applyEdits, facts.headers)
    return toCluster({ ...to, labels: {} }, headers)
  }

  return (caller, application, request) => {
    const namespace = caller.metadata.namespace ?? ''
    if (isGoverned(store, caller) || !hasSidecar(store, caller)) return undefined
    const port = getService(store, namespace, application)?.spec.ports?.[0]?.port
    if (port === undefined) return undefined
    const called = { namespace, service: application, port, caller: namespace }
    const facts = factsOf(called, request)
    const route = meshRoute(store, called)
    if (route) return byVirtualService(route, called, caller, facts)
    const all = store.list(gatewayApiKinds.httpRoutes) as readonly KubeObject[] as HttpRoute[]
    const routes = routesOfService(all.filter(isServed), called)
    if (routes.length > 0) return byHttpRoutes(routes, facts)
    return toCluster({ namespace, service: application, port, labels: {} }, facts.headers)
  }
}

/** Sidecars join no VirtualServices of one host: one counts. */
function meshRoute(store: Store, { namespace, service }: Called): VirtualService | undefined {
  const all = store.list(istioKinds.virtualServices) as readonly KubeObject[] as VirtualService[]
  return oldestFirst(all).find((route) => {
    const hosts = (route.spec.hosts ?? []).map((host) => serviceOfHost(host, route.metadata.namespace ?? ''))
    const isOf = hosts.some((to) => to?.service === service && to.namespace === namespace)
    return isOf && gatewaysOf(route).includes(meshGateway)
  })
}

function factsOf(
  { namespace, service }: Called,
  { method, path, query, headers }: MeshRequest,
): RequestFacts {
  const host = `${service}.${namespace}.svc.cluster.local`
  const own = { host: service, ...headers }
  return {
    method,
    host,
    path,
    query: new URLSearchParams(query),
    headers: own,
    cookies: parseCookies(headers.cookie),
  }
}
