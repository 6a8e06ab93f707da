import type { IncomingMessage, ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import { startServiceRouteController } from '@/lib/sandbox/mesh/service-route-controller'
import type { IstioStats } from '@/lib/sandbox/metrics/istio-stats'
import type { IstioGateway, VirtualService } from '@/lib/sandbox/shapes/virtual-service'
import { istioKinds } from '@/lib/sandbox/store/custom/istio-kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { createConnections, forward, refuse } from './forward'
import { forwardedHeaders } from './forwarded-headers'
import type { Gateway, GatewayContext } from './gateway'
import { applyEdits } from './header-edits'
import { findCluster, readyPods, serviceOfHost, workloadOf } from './istio-destinations'
import { istioHeaderEdits } from './istio-headers'
import { compileGateway, decideAtGateway, type IstioDecision, type IstioHost } from './istio-routes'
import { type RequestFacts, requestFacts } from './request-facts'
import { startRequestServer } from './request-server'

/** The pods of the gateway. */
export type IngressPods = { namespace: string; name: string; labels: Record<string, string> }

type Options = GatewayContext & { stats: IstioStats; pods: IngressPods }

/**
 * Istio's ingress gateway: serves the VirtualServices of the Gateways that select its pods, on their HTTP servers.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export async function startIstioGateway(options: Options): Promise<Gateway> {
  const { store, network, stats, pods, random = Math.random } = options
  const connections = createConnections()
  const turns = new Map<string, number>()
  let table: IstioHost[] | undefined
  const unsubscribe = store.subscribe(({ kind }) => {
    if (kind === istioKinds.gateways || kind === istioKinds.virtualServices) table = undefined
  })

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    table ??= tableOf(store, pods)
    const facts = requestFacts(incoming)
    const started = performance.now()
    const decision = decideAtGateway(table, facts, random)
    if (decision === undefined) return void refuse(response, 404, '')
    if (answersItself(decision, response)) return
    const { owner, rule, match, to } = decision
    const namespace = owner.metadata.namespace ?? ''
    const cluster = to && findCluster(store, to.destination, { namespace, sender: pods.namespace })
    const named = to ? serviceOfHost(to.destination.host, namespace) : undefined
    const service = named ? { name: named.service, namespace: named.namespace } : null
    const count = (status: number, flags: string, workload: Parameters<IstioStats['count']>[0]['workload']) =>
      stats.count({
        source: pods.name,
        service,
        workload,
        status,
        flags,
        milliseconds: performance.now() - started,
      })
    if (cluster === undefined) {
      count(refuse(response, 503, ''), 'NC', null)
      return
    }
    const ready = inTurn(turns, JSON.stringify(cluster), readyPods(store, network, cluster))
    const [first] = ready
    if (first === undefined) {
      count(refuse(response, 503, 'no healthy upstream'), 'UH', null)
      return
    }
    const headers = istioHeaderEdits(rule, to, 'request').reduce(
      applyEdits,
      forwardedHeaders(facts, incoming),
    )
    const status = await forward(connections, {
      incoming,
      response,
      ports: ready.map(({ port }) => port),
      path: rewrittenUrl(incoming.url ?? '/', facts, { rule, match }),
      headers: { ...headers, host: rule.rewrite?.authority ?? headers.host ?? '' },
      edits: istioHeaderEdits(rule, to, 'response'),
    })
    const { labels = {} } = first.pod.metadata
    const place = { name: workloadOf(first.pod), namespace: first.pod.metadata.namespace ?? '' }
    count(status, '-', { ...place, version: labels.version ?? 'latest', app: labels.app ?? place.name })
  }

  const server = await startRequestServer(options.port, handle)
  const { port } = server
  const controller = startServiceRouteController(store)
  return {
    port,
    stats: () => stats.render(),
    close: async () => {
      unsubscribe()
      controller.stop()
      server.close()
      connections.destroy()
    },
  }
}

function tableOf(store: Store, { labels, namespace }: IngressPods): IstioHost[] {
  const alive = <T extends KubeObject>(objects: readonly KubeObject[]) =>
    objects.filter(({ metadata }) => metadata.deletionTimestamp === undefined) as T[]
  return compileGateway({
    gateways: alive<IstioGateway>(store.list(istioKinds.gateways)),
    routes: alive<VirtualService>(store.list(istioKinds.virtualServices)),
    labels,
    namespace,
  })
}

/** Round robin, as without a DestinationRule that says otherwise. */
export function inTurn<T>(turns: Map<string, number>, key: string, items: readonly T[]): T[] {
  const turn = (turns.get(key) ?? -1) + 1
  turns.set(key, turn)
  const start = items.length === 0 ? 0 : turn % items.length
  return [...items.slice(start), ...items.slice(0, start)]
}

function answersItself({ rule }: IstioDecision, response: ServerResponse): boolean {
  const { directResponse, redirect } = rule
  if (directResponse) {
    refuse(response, directResponse.status, directResponse.body?.string ?? '')
    return true
  }
  if (!redirect) return false
  const location = `${redirect.authority ? `http://${redirect.authority}` : ''}${redirect.uri ?? ''}`
  response.writeHead(redirect.redirectCode ?? 301, { location, 'content-length': 0 })
  response.end()
  return true
}

/** What a prefix matched is replaced, else the whole path. The query stays. */
function rewrittenUrl(
  url: string,
  { path }: RequestFacts,
  { rule, match }: Pick<IstioDecision, 'rule' | 'match'>,
): string {
  const uri = rule.rewrite?.uri
  if (uri === undefined) return url
  const query = url.slice(path.length)
  const prefix = match.uri?.prefix ?? (match.uri === undefined ? '/' : undefined)
  return `${prefix === undefined ? uri : `${uri}${path.slice(prefix.length)}`}${query}`
}
