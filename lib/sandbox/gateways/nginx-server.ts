import type { Agent, IncomingMessage, ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { NginxRequest, NginxStats } from '@/lib/sandbox/metrics/nginx-stats'
import { type Ingress, ingressClassOf, listIngresses } from '@/lib/sandbox/shapes/ingress'
import { kinds } from '@/lib/sandbox/store/kinds'
import { Backends } from './backends'
import { createConnections } from './forward'
import type { Gateway, GatewayContext } from './gateway'
import { startIngressStatus } from './ingress-status'
import { type RequestFacts, requestFacts } from './request-facts'
import { startRequestServer } from './request-server'
import { watchesNamespace } from './watched-namespaces'

/** One request that a controller of class `nginx` has to answer. */
export type NginxCall = {
  incoming: IncomingMessage
  response: ServerResponse
  facts: RequestFacts
  backends: Backends
  connections: Agent
}

/** What sets one such controller apart; `answer` gives what is counted. */
export type NginxServerOptions<T> = GatewayContext & {
  stats: NginxStats
  controller: string
  compile(ingresses: readonly Ingress[]): T
  answer(compiled: T, call: NginxCall): Promise<Omit<NginxRequest, 'milliseconds'>>
}

/** What nginx answers by itself; 404 is its default backend's. */
export const nginxPages = {
  400: '<html>\r\n<head><title>400 Bad Request</title></head>\r\n</html>\r\n',
  404: '<html>\r\n<head><title>404 Not Found</title></head>\r\n</html>\r\n',
  503: '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n</html>\r\n',
} as const

/** Serves the Ingresses of class `nginx` in the namespaces that a controller watches. Throws PortTaken. */
export async function startNginxServer<T>(options: NginxServerOptions<T>): Promise<Gateway> {
  const { store, network, stats, controller, compile, answer } = options
  const backends = new Backends(store, network)
  const connections = createConnections()
  let compiled: { table: T } | undefined
  const unsubscribe = store.subscribe(({ kind }) => {
    if (kind === kinds.ingresses || kind === kinds.namespaces) compiled = undefined
  })
  const serves = (ingress: Ingress) =>
    ingressClassOf(ingress) === 'nginx' &&
    ingress.metadata.deletionTimestamp === undefined &&
    watchesNamespace(store, controller, ingress.metadata.namespace)

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now()
    compiled ??= { table: compile(listIngresses(store).filter(serves)) }
    const call = { incoming, response, facts: requestFacts(incoming), backends, connections }
    const counted = await answer(compiled.table, call)
    stats.count({ ...counted, milliseconds: performance.now() - started })
  }

  const server = await startRequestServer(options.port, handle)
  const { port } = server
  const status = startIngressStatus(store, serves, port, `${controller}-controller`)
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
