import type { IncomingMessage, ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { EnvoyStats } from '@/lib/sandbox/metrics/envoy-stats'
import { type Ingress, ingressClassOf, listIngresses } from '@/lib/sandbox/shapes/ingress'
import { kinds } from '@/lib/sandbox/store/kinds'
import { Backends } from './backends'
import { createConnections, forward, refuse } from './forward'
import { forwardedHeaders } from './forwarded-headers'
import type { Gateway, GatewayContext } from './gateway'
import { applyEdits } from './header-edits'
import { startIngressStatus } from './ingress-status'
import { compileRoutes, type Destination, decide, type RouteTable } from './mse-routes'
import { requestFacts } from './request-facts'
import { startRequestServer } from './request-server'

type MseGatewayOptions = GatewayContext & { stats: EnvoyStats }

const className = 'mse'

/**
 * The MSE cloud-native gateway: serves the Ingresses of class `mse` as its public documents say.
 * @see https://www.alibabacloud.com/help/en/mse/user-guide/annotations-supported-by-mse-ingress-gateways
 */
export async function startMseGateway(options: MseGatewayOptions): Promise<Gateway> {
  const { store, network, stats, random = Math.random } = options
  const backends = new Backends(store, network)
  const connections = createConnections()
  let table: RouteTable | undefined
  const unsubscribe = store.subscribe(({ kind }) => {
    if (kind === kinds.ingresses) table = undefined
  })

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    table ??= compileRoutes(listIngresses(store).filter(serves))
    const facts = requestFacts(incoming)
    const decision = decide(table, facts, random)
    if (decision === undefined) {
      refuse(response, 404, '')
      return
    }
    const { to, fallback } = decision
    const chosen = pick(backends, to) ?? (fallback === undefined ? undefined : pick(backends, fallback))
    if (chosen === undefined) {
      const port = typeof to.port === 'number' ? to.port : 0
      stats.countUnserved({ namespace: to.namespace, service: to.service, port })
      refuse(response, 503, 'no healthy upstream')
      return
    }
    const started = performance.now()
    const headers = applyEdits(forwardedHeaders(facts, incoming), to.request)
    const status = await forward(connections, {
      incoming,
      response,
      ports: chosen.ready,
      headers,
      edits: [to.response],
    })
    stats.count({ ...chosen.cluster, status, milliseconds: performance.now() - started })
  }

  const server = await startRequestServer(options.port, handle)
  const { port } = server
  const status = startIngressStatus(store, serves, port, 'mse-ingress-controller')
  return {
    port,
    stats: () => stats.render(),
    close: async () => {
      unsubscribe()
      backends.close()
      status.stop()
      server.close()
      connections.destroy()
    },
  }
}

function serves(ingress: Ingress): boolean {
  return ingressClassOf(ingress) === className && ingress.metadata.deletionTimestamp === undefined
}

/** The ready pods of a destination and the cluster that counts them, or undefined when none is ready. */
function pick(backends: Backends, { namespace, service, port }: Destination) {
  const backend = backends.find(namespace, service, port)
  if (backend === undefined || backend.ready.length === 0) return undefined
  return { ready: backend.ready, cluster: { namespace, service, port: backend.port } }
}
