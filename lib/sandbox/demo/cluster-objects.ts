import { type Kind, kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { envoyMetrics, gatewayDeployment } from './gateway-deployment'

const manager = 'sandbox'

/** Creates an object where none of its name is stored; gives whether it was created. */
export function createIfAbsent(store: Store, kind: Kind, draft: DraftObject): boolean {
  const { namespace, name = '' } = draft.metadata
  if (store.get(kind, namespace, name) !== undefined) return false
  store.create(kind, draft, { manager })
  return true
}

/** Makes a namespace where it is absent. */
export function ensureNamespace(store: Store, name: string, labels: Record<string, string> = {}): void {
  const metadata = { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } }
  createIfAbsent(store, kinds.namespaces, { metadata })
}

/** What every cluster with an MSE gateway has: the system's namespaces, the gateway's class and its pod. */
export function ensureClusterObjects(store: Store): void {
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'mse-system']) {
    ensureNamespace(store, name)
  }
  createIfAbsent(store, kinds.ingressClasses, {
    metadata: { name: 'mse' },
    spec: { controller: 'mse.alibabacloud.com/ingress' },
  })
  createIfAbsent(store, kinds.deployments, gatewayPod)
}

/** @see https://github.com/alibaba/higress for the metrics port and annotations of the gateway's pods */
const gatewayPod = gatewayDeployment({
  place: { namespace: 'mse-system', name: 'mse-gateway' },
  labels: { app: 'mse-gateway' },
  container: 'gateway',
  image: 'registry.example.com/mse/mse-gateway:2.0.6',
  metrics: envoyMetrics,
})
