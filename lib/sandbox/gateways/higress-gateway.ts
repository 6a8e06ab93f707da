import type { IncomingMessage, ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { EnvoyStats } from '@/lib/sandbox/metrics/envoy-stats'
import { type Ingress, ingressClassOf, listIngresses } from '@/lib/sandbox/shapes/ingress'
import { getService } from '@/lib/sandbox/shapes/service'
import { listWasmPlugins } from '@/lib/sandbox/shapes/wasm-plugin'
import { higressKinds } from '@/lib/sandbox/store/custom/higress-kinds'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { Backends } from './backends'
import { createConnections, forward, refuse } from './forward'
import { forwardedHeaders } from './forwarded-headers'
import type { Gateway, GatewayContext } from './gateway'
import { applyEdits } from './header-edits'
import { higressFacts, plainHeaders } from './higress-facts'
import { drawTarget, findHigressRoute } from './higress-order'
import { compilePlugins, higressNamespace, runPlugins, type TagPlugin } from './higress-plugins'
import { compileHigress, type HigressService, type HigressTable, type HigressTarget } from './higress-routes'
import { startIngressStatus } from './ingress-status'
import { startRequestServer } from './request-server'

type HigressOptions = GatewayContext & { stats: EnvoyStats }
type Compiled = { table: HigressTable; plugins: TagPlugin[] }

/**
 * Higress: serves the Ingresses of class `higress` and runs its tag plugin.
 * @see https://higress.cn/en/docs/latest/user/annotation
 */
export async function startHigress(options: HigressOptions): Promise<Gateway> {
  const { store, network, stats, random = Math.random } = options
  const backends = new Backends(store, network)
  const connections = createConnections()
  let compiled: Compiled | undefined
  const unsubscribe = store.subscribe(({ kind }) => {
    if (kind === kinds.ingresses || kind === higressKinds.wasmPlugins) compiled = undefined
  })

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    compiled ??= compile(store)
    const { table, plugins } = compiled
    const asked = higressFacts(incoming)
    const first = findHigressRoute(table, asked)
    const facts = first && runPlugins(plugins, first, asked, random)
    // A plugin that changes a header lets the gateway look for the route again.
    const route = facts && findHigressRoute(table, facts)
    const target = route && drawTarget(route, random)
    if (facts === undefined || target === undefined) {
      refuse(response, 404, '')
      return
    }
    const chosen = pick(store, backends, target)
    if (chosen === undefined) {
      const { port } = target.to
      stats.countUnserved({ ...target.to, port: typeof port === 'number' ? port : 0 })
      refuse(response, 503, 'no healthy upstream')
      return
    }
    const started = performance.now()
    const status = await forward(connections, {
      incoming,
      response,
      ports: chosen.ready,
      headers: applyEdits(
        forwardedHeaders({ ...facts, headers: plainHeaders(facts) }, incoming),
        target.request,
      ),
      edits: [target.response],
    })
    stats.count({ ...chosen.cluster, status, milliseconds: performance.now() - started })
  }

  const server = await startRequestServer(options.port, handle)
  const { port } = server
  const status = startIngressStatus(store, serves, port, 'higress-controller')
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

function compile(store: Store): Compiled {
  return {
    table: compileHigress(listIngresses(store).filter(serves)),
    plugins: compilePlugins(listWasmPlugins(store, higressNamespace)),
  }
}

function serves(ingress: Ingress): boolean {
  return ingressClassOf(ingress) === 'higress' && ingress.metadata.deletionTimestamp === undefined
}

/** The ready pods of a target or of the first fallback that has some, and the cluster that counts them. */
function pick(store: Store, backends: Backends, { to, fallbacks }: HigressTarget) {
  for (const service of [to, ...fallbacks]) {
    const { namespace } = service
    const backend = backends.find(namespace, service.service, portOf(store, service))
    if (backend !== undefined && backend.ready.length > 0)
      return { ready: backend.ready, cluster: { namespace, service: service.service, port: backend.port } }
  }
  return undefined
}

function portOf(store: Store, { namespace, service, port }: HigressService): number | string {
  return port ?? getService(store, namespace, service)?.spec.ports?.[0]?.port ?? 0
}
