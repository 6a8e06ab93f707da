import type { Family } from '@/lib/proof/family'
import { ackWeightFamily } from './ack-weight'
import { gatewayApiFamily } from './gateway-api'
import { higressFamily } from './higress'
import { ingressNginxFamily } from './ingress-nginx'
import { istioFamily } from './istio'
import { kubernetesFamily } from './kubernetes'
import { mseFamily } from './mse'
import { mseAgentFamily } from './mse-agent'

/** Every provider that is proven. A new one is one file and one line here. */
export const proofFamilies: readonly Family[] = [
  mseFamily,
  gatewayApiFamily,
  ingressNginxFamily,
  mseAgentFamily,
  higressFamily,
  istioFamily,
  ackWeightFamily,
  kubernetesFamily,
]
