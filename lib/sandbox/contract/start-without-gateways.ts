import { createAgent } from '@/lib/sandbox/agent/agent'
import { Instances } from '@/lib/sandbox/agent/instances'
import { startControllers } from '@/lib/sandbox/controllers/start-controllers'
import { ensureClusterObjects } from '@/lib/sandbox/demo/cluster-objects'
import { createCallApplication } from '@/lib/sandbox/kubelet/call-application'
import { startKubelet } from '@/lib/sandbox/kubelet/kubelet'
import { ensureNodes } from '@/lib/sandbox/kubelet/nodes'
import { PodNetwork } from '@/lib/sandbox/kubelet/pod-network'
import type { Store } from '@/lib/sandbox/store/store'

/** Controllers and pods on a store. */
export type ClusterWithoutGateways = { close(): Promise<void> }

/** Starts what the recorded cluster had: controllers and pods, but no gateway that writes addresses into Ingresses. */
export function startWithoutGateways(store: Store): ClusterWithoutGateways {
  ensureClusterObjects(store)
  ensureNodes(store)
  const network = new PodNetwork()
  const instances = new Instances(store)
  const call = createCallApplication(createAgent(store, instances), network)
  const kubelet = startKubelet({ store, network, answers: { call, gatewayStats: () => '' } })
  const controllers = startControllers(store)
  return {
    close: async () => {
      controllers.stop()
      await kubelet.stop(0)
      call.close()
      instances.close()
    },
  }
}
