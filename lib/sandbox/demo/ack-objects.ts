import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { createIfAbsent, ensureNamespace } from './cluster-objects'
import { controllerDeployment } from './nginx-objects'

/** ACK's controller; it watches the namespaces whose label `ingress-controller` says `ack-nginx`. */
export const ackController = { namespace: 'kube-system', name: 'nginx-ingress-controller' } as const

/** The labels of its pods. */
export const ackLabels = { app: 'ingress-nginx' }

/** The controller's pod; its class is the community's. */
export function ensureAckObjects(store: Store): void {
  ensureNamespace(store, ackController.namespace)
  const image = 'registry.example.com/gateways/ack-nginx-controller:v1.11.4-aliyun.1'
  createIfAbsent(store, kinds.deployments, controllerDeployment(ackController, ackLabels, image))
}
