import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { createIfAbsent, ensureNamespace } from './cluster-objects'
import { envoyMetrics, gatewayDeployment } from './gateway-deployment'

const namespace = 'higress-system'

/** The class of Higress and its gateway's pod.
 * @see https://github.com/alibaba/higress/blob/main/helm/core/templates/ingressclass.yaml */
export function ensureHigressObjects(store: Store): void {
  ensureNamespace(store, namespace)
  createIfAbsent(store, kinds.ingressClasses, {
    metadata: { name: 'higress' },
    spec: { controller: 'higress.io/higress-controller' },
  })
  createIfAbsent(store, kinds.deployments, gatewayPod)
}

const gatewayPod = gatewayDeployment({
  place: { namespace, name: 'higress-gateway' },
  labels: { app: 'higress-gateway' },
  container: 'higress-gateway',
  image: 'registry.example.com/higress/higress-gateway:2.2.1',
  metrics: envoyMetrics,
})
