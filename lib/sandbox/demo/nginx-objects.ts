import { kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { createIfAbsent, ensureNamespace } from './cluster-objects'
import { gatewayDeployment } from './gateway-deployment'

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
  return gatewayDeployment({ place, labels, container: 'controller', image, metrics: { port: 10254 } })
}
