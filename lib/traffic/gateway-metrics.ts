import type { Counters } from './counter-history'
import { readEnvoyCounters } from './envoy-counters'

/** Where the pods of a gateway show their metrics, and how to read them: counters by Service of a namespace. */
export type GatewayMetrics = {
  namespace: string
  labels: Readonly<Record<string, string>>
  port: number
  path: string
  read(text: string, namespace: string): Map<string, Counters>
}

/** By provider id. A provider that is missing here is measured at the pods. */
const byProvider: Readonly<Record<string, GatewayMetrics>> = {
  mse: {
    namespace: 'mse-system',
    labels: { app: 'mse-gateway' },
    port: 15020,
    path: '/stats/prometheus',
    read: readEnvoyCounters,
  },
}

export function findGatewayMetrics(provider: string): GatewayMetrics | undefined {
  return Object.hasOwn(byProvider, provider) ? byProvider[provider] : undefined
}
