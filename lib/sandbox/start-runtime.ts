import { createAgent } from './agent/agent'
import { Instances } from './agent/instances'
import { Routers } from './agent/routers'
import { startControllers } from './controllers/start-controllers'
import { ensureClusterObjects } from './demo/cluster-objects'
import { type GatewayName, gatewayFamilies } from './gateways/families'
import type { Gateway, GatewayFamily } from './gateways/gateway'
import { createCallApplication } from './kubelet/call-application'
import type { ContainerLog } from './kubelet/container-log'
import { startKubelet } from './kubelet/kubelet'
import { ensureNodes } from './kubelet/nodes'
import { PodNetwork } from './kubelet/pod-network'
import { createPodProxy, type PodProxy } from './kubelet/pod-proxy'
import { createSidecars } from './mesh/sidecars'
import type { Pod } from './shapes/pod'
import type { KubeObject } from './store/object'
import type { Store } from './store/store'

/** Everything of the cluster but its API. */
export type Runtime = {
  /** The port of each gateway. */
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
  const opened = await openGateways({ store, network, gatewayPort, random })
  const instances = new Instances(store)
  const routers = new Routers(store, instances, random)
  const agent = createAgent(store, instances, (namespace, name) => routers.find(namespace, name))
  const call = createCallApplication(agent, network, createSidecars(store, network, random))
  const gatewayStats = (pod: Pod) =>
    opened.find(({ family }) => family.hasPod?.(pod))?.gateway.stats?.() ?? ''
  for (const { family, gateway } of opened) family.ensureObjects?.(store, gateway.port)
  const kubelet = startKubelet({ store, network, answers: { call, gatewayStats } })
  const controllers = startControllers(store)
  return {
    gateways: portsOf(opened),
    podProxy: createPodProxy(network),
    podLogs: (pod, container, previous = false) => kubelet.log(pod as Pod, container, previous),
    close: async (graceMs = 300) => {
      controllers.stop()
      await Promise.all(opened.map(({ gateway }) => gateway.close()))
      await kubelet.stop(graceMs)
      call.close()
      routers.close()
      instances.close()
    },
  }
}

type Opened = { family: GatewayFamily<GatewayName>; gateway: Gateway }

async function openGateways({
  gatewayPort,
  ...common
}: RuntimeOptions & { network: PodNetwork }): Promise<Opened[]> {
  const opened: Opened[] = []
  try {
    for (const family of gatewayFamilies) {
      const port = gatewayPort === 0 ? 0 : gatewayPort + family.portOffset
      opened.push({ family, gateway: await family.start({ ...common, port }) })
    }
    return opened
  } catch (error) {
    await Promise.all(opened.map(({ gateway }) => gateway.close()))
    throw error
  }
}

function portsOf(opened: readonly Opened[]): Record<GatewayName, number> {
  const ports = opened.map(({ family, gateway }) => [family.name, gateway.port] as const)
  return Object.fromEntries(ports) as Record<GatewayName, number>
}
