import { kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { createIfAbsent, ensureNamespace } from './cluster-objects'

/** The controller's namespace and its pods' labels. @see https://github.com/kubernetes/ingress-nginx/tree/main/charts/ingress-nginx */
export const nginxController = { namespace: 'ingress-nginx', name: 'ingress-nginx-controller' } as const

export const nginxLabels = {
  'app.kubernetes.io/name': 'ingress-nginx',
  'app.kubernetes.io/component': 'controller',
}

/** The class and the controller's pod. */
export function ensureNginxObjects(store: Store): void {
  ensureNamespace(store, nginxController.namespace)
  createIfAbsent(store, kinds.ingressClasses, {
    metadata: { name: 'nginx' },
    spec: { controller: 'k8s.io/ingress-nginx' },
  })
  createIfAbsent(
    store,
    kinds.deployments,
    controllerDeployment(
      nginxController,
      nginxLabels,
      'registry.example.com/gateways/ingress-nginx-controller:v1.15.1',
    ),
  )
}

/** A controller's Deployment of one pod, which shows its metrics on port 10254. */
export function controllerDeployment(
  place: { namespace: string; name: string },
  labels: Record<string, string>,
  image: string,
): DraftObject {
  const annotations = { 'prometheus.io/port': '10254', 'prometheus.io/scrape': 'true' }
  const ports = [{ name: 'metrics', containerPort: 10254, protocol: 'TCP' }]
  return {
    metadata: { ...place, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [{ name: 'controller', image, ports }] },
      },
    },
  }
}
