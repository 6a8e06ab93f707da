import { createAgent } from './agent/agent'
import { Instances } from './agent/instances'
import { startControllers } from './controllers/start-controllers'
import { ensureClusterObjects } from './demo/cluster-objects'
import { demoGateway, ensureGatewayObjects, gatewayNameLabel } from './demo/gateway-objects'
import type { Gateway } from './gateways/gateway'
import { startGatewayApi } from './gateways/gateway-api-gateway'
import { startMseGateway } from './gateways/mse-gateway'
import { startServiceBalancer } from './gateways/service-balancer'
import { createCallApplication } from './kubelet/call-application'
import type { ContainerLog } from './kubelet/container-log'
import { startKubelet } from './kubelet/kubelet'
import { ensureNodes } from './kubelet/nodes'
import { PodNetwork } from './kubelet/pod-network'
import { createPodProxy, type PodProxy } from './kubelet/pod-proxy'
import { EnvoyStats } from './metrics/envoy-stats'
import type { Pod } from './shapes/pod'
import type { KubeObject } from './store/object'
import type { Store } from './store/store'

/** How far the ports of the gateways are from the first one. */
export const gatewayOffsets = { mse: 0, 'gateway-api': 4, 'zuul-slb': 6 } as const

/** Names of the gateways that run. */
export type GatewayName = keyof typeof gatewayOffsets

/** Everything of the cluster but its API. */
export type Runtime = {
  gateways: Record<GatewayName, number>
  podProxy: PodProxy
  podLogs(pod: KubeObject, container: string | undefined, previous?: boolean): ContainerLog | undefined
  close(graceMs?: number): Promise<void>
}

/** What the runtime is started with. `gatewayPort` 0 gives every gateway any free port; `random` is for tests. */
export type RuntimeOptions = { store: Store; gatewayPort: number; random?: () => number }

/** Starts controllers, pods and gateways on a store. Throws PortTaken. */
export async function startRuntime({ store, gatewayPort, random }: RuntimeOptions): Promise<Runtime> {
  ensureClusterObjects(store)
  ensureNodes(store)
  const network = new PodNetwork()
  const stats = { mse: new EnvoyStats(), 'gateway-api': new EnvoyStats() }
  const portOf = (name: GatewayName) => (gatewayPort === 0 ? 0 : gatewayPort + gatewayOffsets[name])
  const opened: Gateway[] = []
  try {
    const common = { store, network, random }
    opened.push(await startMseGateway({ ...common, stats: stats.mse, port: portOf('mse') }))
    const own = { gateway: demoGateway, stats: stats['gateway-api'], port: portOf('gateway-api') }
    opened.push(await startGatewayApi({ ...common, ...own }))
    const slb = { store, network, namespace: 'default', service: 'zuul-slb', port: portOf('zuul-slb') }
    opened.push(await startServiceBalancer(slb))
  } catch (error) {
    await Promise.all(opened.map((gateway) => gateway.close()))
    throw error
  }
  const instances = new Instances(store)
  const call = createCallApplication(createAgent(store, instances), network)
  const gatewayStats = ({ metadata }: Pod) =>
    stats[metadata.labels?.[gatewayNameLabel] === demoGateway.name ? 'gateway-api' : 'mse'].render()
  const [mse, gatewayApi, zuul] = opened.map(({ port }) => port)
  ensureGatewayObjects(store, gatewayApi ?? 0)
  const kubelet = startKubelet({ store, network, answers: { call, gatewayStats } })
  const controllers = startControllers(store)
  return {
    gateways: { mse: mse ?? 0, 'gateway-api': gatewayApi ?? 0, 'zuul-slb': zuul ?? 0 },
    podProxy: createPodProxy(network),
    podLogs: (pod, container, previous = false) => kubelet.log(pod as Pod, container, previous),
    close: async (graceMs = 300) => {
      controllers.stop()
      await Promise.all(opened.map((gateway) => gateway.close()))
      await kubelet.stop(graceMs)
      call.close()
      instances.close()
    },
  }
}
