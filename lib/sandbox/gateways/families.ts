import { ackController, ackLabels, ensureAckObjects } from '@/lib/sandbox/demo/ack-objects'
import { demoGateway, ensureGatewayObjects, gatewayNameLabel } from '@/lib/sandbox/demo/gateway-objects'
import { ensureHigressObjects } from '@/lib/sandbox/demo/higress-objects'
import { ensureIstioObjects, ingressPods } from '@/lib/sandbox/demo/istio-objects'
import { ensureNginxObjects, nginxController, nginxLabels } from '@/lib/sandbox/demo/nginx-objects'
import { EnvoyStats } from '@/lib/sandbox/metrics/envoy-stats'
import { IstioStats } from '@/lib/sandbox/metrics/istio-stats'
import { NginxStats } from '@/lib/sandbox/metrics/nginx-stats'
import { startAckGateway } from './ack-gateway'
import type { GatewayFamily } from './gateway'
import { startGatewayApi } from './gateway-api-gateway'
import { startHigress } from './higress-gateway'
import { startIstioGateway } from './istio-gateway'
import { startMseGateway } from './mse-gateway'
import { startNginxGateway } from './nginx-gateway'
import { startServiceBalancer } from './service-balancer'

const mse: GatewayFamily<'mse'> = {
  name: 'mse',
  portOffset: 0,
  start: (context) => startMseGateway({ ...context, stats: new EnvoyStats() }),
  hasPod: ({ metadata }) => metadata.labels?.app === 'mse-gateway',
}

const higress: GatewayFamily<'higress'> = {
  name: 'higress',
  portOffset: 1,
  start: (context) => startHigress({ ...context, stats: new EnvoyStats() }),
  hasPod: ({ metadata }) => metadata.labels?.app === 'higress-gateway',
  ensureObjects: ensureHigressObjects,
}

const gatewayApi: GatewayFamily<'gateway-api'> = {
  name: 'gateway-api',
  portOffset: 4,
  start: (context) => startGatewayApi({ ...context, stats: new EnvoyStats(), gateway: demoGateway }),
  hasPod: ({ metadata }) => metadata.labels?.[gatewayNameLabel] === demoGateway.name,
  ensureObjects: ensureGatewayObjects,
}

const ackWeight: GatewayFamily<'ack-weight'> = {
  name: 'ack-weight',
  portOffset: 5,
  start: (context) => {
    const { namespace, name } = ackController
    return startAckGateway({
      ...context,
      stats: new NginxStats({ namespace, className: 'k8s.io/ingress-nginx', pod: name }),
    })
  },
  hasPod: ({ metadata }) =>
    metadata.namespace === ackController.namespace && metadata.labels?.app === ackLabels.app,
  ensureObjects: ensureAckObjects,
}

const zuulBalancer: GatewayFamily<'zuul-slb'> = {
  name: 'zuul-slb',
  portOffset: 6,
  start: (context) => startServiceBalancer({ ...context, namespace: 'default', service: 'zuul-slb' }),
}

const ingressNginx: GatewayFamily<'ingress-nginx'> = {
  name: 'ingress-nginx',
  portOffset: 2,
  start: (context) => {
    const { namespace, name } = nginxController
    return startNginxGateway({
      ...context,
      stats: new NginxStats({ namespace, className: 'k8s.io/ingress-nginx', pod: name }),
    })
  },
  hasPod: ({ metadata }) =>
    metadata.namespace === nginxController.namespace &&
    metadata.labels?.['app.kubernetes.io/name'] === nginxLabels['app.kubernetes.io/name'],
  ensureObjects: ensureNginxObjects,
}

const istio: GatewayFamily<'istio'> = {
  name: 'istio',
  portOffset: 3,
  start: (context) => startIstioGateway({ ...context, stats: new IstioStats(), pods: ingressPods }),
  hasPod: ({ metadata }) =>
    metadata.namespace === ingressPods.namespace && metadata.labels?.istio === ingressPods.labels.istio,
  ensureObjects: ensureIstioObjects,
}

/** Every gateway that the sandbox runs. A new one is one family and one line here. */
export const gatewayFamilies = [
  mse,
  higress,
  ingressNginx,
  istio,
  gatewayApi,
  ackWeight,
  zuulBalancer,
] as const

/** The name of a gateway that the sandbox runs. */
export type GatewayName = (typeof gatewayFamilies)[number]['name']
