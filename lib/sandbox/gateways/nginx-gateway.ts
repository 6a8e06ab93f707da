import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { NginxStats } from '@/lib/sandbox/metrics/nginx-stats'
import { type Ingress, ingressClassOf, listIngresses } from '@/lib/sandbox/shapes/ingress'
import { kinds } from '@/lib/sandbox/store/kinds'
import { Backends } from './backends'
import { createConnections, forward, refuse } from './forward'
import { forwardedHeaders } from './forwarded-headers'
import type { Gateway, GatewayContext } from './gateway'
import type { HeaderEdits } from './header-edits'
import { startIngressStatus } from './ingress-status'
import { listenOnLoopback } from './listen'
import { affinityKey, decideNginx, isAffine, type NginxDecision } from './nginx-decide'
import { compileServers, type NginxServers, type Upstream } from './nginx-upstreams'
import { type RequestFacts, requestFacts } from './request-facts'
import { watchesNamespace } from './watched-namespaces'

type NginxGatewayOptions = GatewayContext & { stats: NginxStats }

const className = 'nginx'

/**
 * The Kubernetes community's nginx controller: serves the Ingresses of class `nginx` but those of namespaces that another
 * controller of the class watches.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export async function startNginxGateway(options: NginxGatewayOptions): Promise<Gateway> {
  const { store, network, stats, random = Math.random } = options
  const backends = new Backends(store, network)
  const connections = createConnections()
  let servers: NginxServers | undefined
  const unsubscribe = store.subscribe(({ kind }) => {
    if (kind === kinds.ingresses || kind === kinds.namespaces) servers = undefined
  })
  const serves = (ingress: Ingress) =>
    ingressClassOf(ingress) === className &&
    ingress.metadata.deletionTimestamp === undefined &&
    watchesNamespace(store, 'ingress-nginx', ingress.metadata.namespace)
  const readyPods = ({ namespace, service, port }: Upstream) =>
    backends.find(namespace, service, port)?.ready ?? []

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now()
    servers ??= compileServers(listIngresses(store).filter(serves))
    const facts = requestFacts(incoming)
    const decision = decideNginx(servers, facts, { ready: (upstream) => readyPods(upstream).length, random })
    const status =
      'status' in decision
        ? refuse(response, decision.status, pages[decision.status])
        : await forward(connections, {
            incoming,
            response,
            ports: readyPods(decision.upstream),
            headers: forwardedHeaders(facts, incoming),
            edits: affinityEdits(decision.upstream, facts),
          })
    stats.count({ ...labelsOf(decision, facts), status, milliseconds: performance.now() - started })
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy())
  })
  // Longer than clients keep idle connections, so that none of their requests meets a closing one.
  server.keepAliveTimeout = 75_000
  const port = await listenOnLoopback(server, options.port)
  const status = startIngressStatus(store, serves, port, 'nginx-ingress-controller')
  return {
    port,
    stats: () => stats.render(),
    close: async () => {
      unsubscribe()
      backends.close()
      status.stop()
      server.close()
      server.closeAllConnections()
      connections.destroy()
    },
  }
}

/** What nginx answers by itself; 404 is its default backend's. */
const pages = {
  400: '<html>\r\n<head><title>400 Bad Request</title></head>\r\n</html>\r\n',
  404: '<html>\r\n<head><title>404 Not Found</title></head>\r\n</html>\r\n',
  503: '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n</html>\r\n',
} as const

function affinityEdits(upstream: Upstream, facts: RequestFacts): HeaderEdits[] {
  const { affinity } = upstream
  if (affinity === undefined || isAffine(upstream, facts)) return []
  const value = `${affinity.cookie}=pod|${affinityKey(upstream)}; Path=/; HttpOnly`
  return [{ remove: [], set: [['set-cookie', value]], add: [] }]
}

function labelsOf(decision: NginxDecision, { host, method }: RequestFacts) {
  const location = decision.location
  const upstream = location?.upstream
  return {
    host: location === undefined ? '_' : host,
    method,
    path: location?.ingressPath ?? '',
    namespace: upstream?.namespace ?? '',
    ingress: location?.ingress ?? '',
    service: upstream?.service ?? '',
    canary: 'canary' in decision ? decision.canary : '',
  }
}
