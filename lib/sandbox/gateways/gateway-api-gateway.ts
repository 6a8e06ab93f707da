import type { IncomingMessage, ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { EnvoyStats } from '@/lib/sandbox/metrics/envoy-stats'
import { gatewayApiKinds } from '@/lib/sandbox/store/custom/gateway-api-kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { Backends } from './backends'
import { createConnections, forward, refuse } from './forward'
import { forwardedHeaders } from './forwarded-headers'
import type { Gateway, GatewayContext } from './gateway'
import {
  findGateway,
  listHttpRoutes,
  type ServedGateway,
  startGatewayApiController,
} from './gateway-api-controller'
import { applyEdits } from './header-edits'
import { resolveBackend } from './http-backend'
import { filterEdits, rewritten } from './http-route-filters'
import { isServed } from './http-route-status'
import { compileHttpRoutes, decideHttpRoute, type HttpRouteTable } from './http-route-table'
import { requestFacts } from './request-facts'
import { startRequestServer } from './request-server'

type GatewayApiOptions = GatewayContext & { stats: EnvoyStats; gateway: ServedGateway }

const tableKinds = new Set([
  gatewayApiKinds.httpRoutes,
  gatewayApiKinds.gateways,
  gatewayApiKinds.gatewayClasses,
])

/**
 * A gateway for one Gateway of the Kubernetes Gateway API: serves the HTTPRoutes attached to its HTTP listeners.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute
 */
export async function startGatewayApi(options: GatewayApiOptions): Promise<Gateway> {
  const { store, network, stats, random = Math.random } = options
  const backends = new Backends(store, network)
  const connections = createConnections()
  let table: HttpRouteTable | undefined
  const unsubscribe = store.subscribe(({ kind }) => {
    if (tableKinds.has(kind)) table = undefined
  })

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    table ??= tableOf(store, options.gateway)
    const facts = requestFacts(incoming)
    const decision = decideHttpRoute(table, facts, random)
    if (decision === undefined) {
      refuse(response, 404, '')
      return
    }
    const { route, match, backend } = decision
    const to = backend && resolveBackend(store, route, backend)
    if (to === undefined || 'reason' in to) {
      refuse(response, 500, '')
      return
    }
    const ready = backends.find(to.namespace, to.service, to.port)?.ready ?? []
    if (ready.length === 0) {
      stats.countUnserved(to)
      refuse(response, 503, 'no healthy upstream')
      return
    }
    // A backend's filters go first, then the rule's, as Envoy orders its weighted clusters and routes.
    const filters = [...(backend?.filters ?? []), ...decision.filters]
    const { host, url } = rewritten(filters, match, {
      host: facts.headers.host ?? '',
      url: incoming.url ?? '/',
    })
    const started = performance.now()
    const status = await forward(connections, {
      incoming,
      response,
      ports: ready,
      path: url,
      headers: filterEdits(filters, 'request').reduce(applyEdits, {
        ...forwardedHeaders(facts, incoming),
        host,
      }),
      edits: filterEdits(filters, 'response'),
    })
    stats.count({ ...to, status, milliseconds: performance.now() - started })
  }

  const server = await startRequestServer(options.port, handle)
  const { port } = server
  const controller = startGatewayApiController(store, options.gateway)
  return {
    port,
    stats: () => stats.render(),
    close: async () => {
      unsubscribe()
      backends.close()
      controller.stop()
      server.close()
      connections.destroy()
    },
  }
}

function tableOf(store: Store, served: ServedGateway): HttpRouteTable {
  const gateway = findGateway(store, served)
  const routes = listHttpRoutes(store).filter(
    (route) => route.metadata.deletionTimestamp === undefined && isServed(route),
  )
  return gateway === undefined ? [] : compileHttpRoutes(gateway, routes)
}
