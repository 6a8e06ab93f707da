import { kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { createIfAbsent, ensureNamespace } from './cluster-objects'

const namespace = 'higress-system'
const labels = { app: 'higress-gateway' }

/** The class of Higress and its gateway's pod.
 * @see https://github.com/alibaba/higress/blob/main/helm/core/templates/ingressclass.yaml */
export function ensureHigressObjects(store: Store): void {
  ensureNamespace(store, namespace)
  createIfAbsent(store, kinds.ingressClasses, {
    metadata: { name: 'higress' },
    spec: { controller: 'higress.io/higress-controller' },
  })
  createIfAbsent(store, kinds.deployments, gatewayDeployment)
}

const gatewayDeployment: DraftObject = {
  metadata: { name: 'higress-gateway', namespace, labels },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: {
      metadata: {
        labels,
        annotations: {
          'prometheus.io/path': '/stats/prometheus',
          'prometheus.io/port': '15020',
          'prometheus.io/scrape': 'true',
        },
      },
      spec: {
        containers: [
          {
            name: 'higress-gateway',
            image: 'registry.example.com/higress/higress-gateway:2.2.1',
            ports: [{ name: 'metrics', containerPort: 15020, protocol: 'TCP' }],
          },
        ],
      },
    },
  },
}
