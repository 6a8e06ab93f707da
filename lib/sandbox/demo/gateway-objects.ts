import { gatewayController } from '@/lib/sandbox/gateways/gateway-api-controller'
import type { Gateway } from '@/lib/sandbox/shapes/gateway'
import { gatewayApiKinds } from '@/lib/sandbox/store/custom/gateway-api-kinds'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { createIfAbsent, ensureNamespace } from './cluster-objects'
import { envoyMetrics, gatewayDeployment } from './gateway-deployment'

/** The Gateway of the sandbox. */
export const demoGateway = { namespace: 'gateway-system', name: 'public' } as const

/** Pods of a Gateway bear its name. @see https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
export const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name'

/** The class, the Gateway and its pod; the listener's port is the one that the gateway got. */
export function ensureGatewayObjects(store: Store, port: number): void {
  const { namespace, name } = demoGateway
  ensureNamespace(store, namespace)
  createIfAbsent(store, gatewayApiKinds.gatewayClasses, {
    metadata: { name: 'sandbox' },
    spec: { controllerName: gatewayController },
  })
  const spec = {
    gatewayClassName: 'sandbox',
    listeners: [{ name: 'http', protocol: 'HTTP', port, allowedRoutes: { namespaces: { from: 'All' } } }],
  }
  if (!createIfAbsent(store, gatewayApiKinds.gateways, { metadata: { name, namespace }, spec }))
    movePort(store, port)
  createIfAbsent(store, kinds.deployments, gatewayPod)
}

function movePort(store: Store, port: number): void {
  const gateway = store.get(gatewayApiKinds.gateways, demoGateway.namespace, demoGateway.name) as Gateway
  const listeners = gateway.spec.listeners.map((one) => (one.name === 'http' ? { ...one, port } : one))
  store.update(
    gatewayApiKinds.gateways,
    { ...gateway, spec: { ...gateway.spec, listeners } },
    { manager: 'sandbox' },
  )
}

const gatewayPod = gatewayDeployment({
  place: demoGateway,
  labels: { [gatewayNameLabel]: demoGateway.name },
  container: 'gateway',
  image: 'registry.example.com/gateways/http-route-gateway:1.0.0',
  metrics: envoyMetrics,
})
