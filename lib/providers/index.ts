import { ackWeight } from './ack-weight'
import { gatewayApi } from './gateway-api'
import { higress } from './higress'
import { ingressNginx } from './ingress-nginx'
import { istio } from './istio'
import { kubernetes } from './kubernetes'
import { mse } from './mse'
import { mseAgent } from './mse-agent'
import type { TrafficProvider } from './provider'

/** Every gateway family that entries can use. A new one is one file and one line here. */
export const providers: readonly TrafficProvider[] = [
  mse,
  gatewayApi,
  higress,
  ingressNginx,
  mseAgent,
  istio,
  ackWeight,
  kubernetes,
]

/** The provider that an entry names; undefined for an unknown one, which is an error and never replaced by another. */
export function findProvider(id: string): TrafficProvider | undefined {
  return providers.find((provider) => provider.id === id)
}
