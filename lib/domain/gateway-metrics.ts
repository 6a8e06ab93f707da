/**
 * Where the pods of a gateway show what they counted. `envoy`: Envoy's cluster counters with a cluster for each Service,
 * named `outbound|port|subset|service.namespace.svc…`.
 */
export type GatewayMetrics = {
  namespace: string
  labels: Readonly<Record<string, string>>
  port: number
  path: string
  format: 'envoy'
}
