/**
 * Where the pods of a gateway show what they counted. `envoy`: Envoy's cluster counters with a cluster for each Service,
 * named `outbound|port|subset|service.namespace.svc…`. `nginx`: ingress-nginx's request counters, where the label `canary`
 * names the lane's Service and is empty for the baseline.
 * `istio`: Istio's standard metrics, by workload.
 */
export type GatewayMetrics = {
  namespace: string
  labels: Readonly<Record<string, string>>
  port: number
  path: string
  format: 'envoy' | 'nginx' | 'istio'
}
