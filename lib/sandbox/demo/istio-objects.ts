import type { IngressPods } from '@/lib/sandbox/gateways/istio-gateway'
import { getService } from '@/lib/sandbox/shapes/service'
import { istioKinds } from '@/lib/sandbox/store/custom/istio-kinds'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { createIfAbsent, ensureNamespace } from './cluster-objects'
import { envoyMetrics, gatewayDeployment } from './gateway-deployment'

/** The ingress gateway as Istio installs it. @see https://istio.io/latest/docs/setup/additional-setup/gateway/ */
export const ingressPods: IngressPods = {
  namespace: 'istio-system',
  name: 'istio-ingressgateway',
  labels: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
}

/** The Gateway of the sandbox's own routes. */
export const publicGateway = { namespace: 'istio-system', name: 'public' } as const

/** The gateway's pod, its Service with the address and port that it got, and a Gateway for every host. */
export function ensureIstioObjects(store: Store, port: number): void {
  const { namespace, name, labels } = ingressPods
  ensureNamespace(store, namespace)
  createIfAbsent(store, kinds.deployments, ingressDeployment)
  createIfAbsent(store, istioKinds.gateways, {
    metadata: { ...publicGateway },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
    },
  })
  const ports = [
    { name: 'status-port', port: 15021, targetPort: 15021, protocol: 'TCP' },
    { name: 'http2', port, targetPort: 8080, protocol: 'TCP' },
  ]
  createIfAbsent(store, kinds.services, {
    metadata: { namespace, name, labels },
    spec: { type: 'LoadBalancer', selector: labels, ports },
  })
  const service = getService(store, namespace, name)
  if (service === undefined) return
  const spec = { ...service.spec, ports }
  const moved = store.update(kinds.services, { ...service, spec }, { manager: 'sandbox' })
  const status = { loadBalancer: { ingress: [{ ip: '127.0.0.1', ipMode: 'VIP' }] } }
  store.update(kinds.services, { ...moved, status }, { manager: 'sandbox', subresource: 'status' })
}

const ingressDeployment = gatewayDeployment({
  place: { namespace: ingressPods.namespace, name: ingressPods.name },
  labels: ingressPods.labels,
  container: 'istio-proxy',
  image: 'registry.example.com/gateways/istio-ingress:1.30.0',
  metrics: envoyMetrics,
})
