import { Counter } from './counter'
import { Histogram } from './histogram'

/** One finished request to a Service's pods. */
export type UpstreamRequest = {
  namespace: string
  service: string
  port: number
  /** The status code that was given to the client. */
  status: number
  milliseconds: number
}

const msBounds = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000]

/**
 * The access counts of an Envoy-based gateway, in Envoy's names.
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats
 */
export class EnvoyStats {
  private readonly total = new Counter('envoy_cluster_upstream_rq_total', 'Total requests to the cluster')
  private readonly classes = new Counter(
    'envoy_cluster_upstream_rq_xx',
    'Requests by class of the status code',
  )
  private readonly codes = new Counter('envoy_cluster_upstream_rq', 'Requests by status code')
  private readonly noneHealthy = new Counter(
    'envoy_cluster_upstream_cx_none_healthy',
    'Requests that found no healthy endpoint',
  )
  private readonly time = new Histogram(
    'envoy_cluster_upstream_rq_time',
    'Time to the end of the answer in milliseconds',
    msBounds,
  )

  /** Counts a request that was sent to a pod. */
  count(request: UpstreamRequest): void {
    const cluster = { envoy_cluster_name: clusterName(request) }
    this.total.increment(cluster)
    this.classes.increment({
      ...cluster,
      envoy_response_code_class: String(Math.floor(request.status / 100)),
    })
    this.codes.increment({ ...cluster, envoy_response_code: String(request.status) })
    this.time.observe(cluster, request.milliseconds)
  }

  /** Counts a request that no pod could take. */
  countUnserved(request: { namespace: string; service: string; port: number }): void {
    this.noneHealthy.increment({ envoy_cluster_name: clusterName(request) })
  }

  /** The whole page in Prometheus' text format. */
  render(): string {
    const parts = [this.total, this.classes, this.codes, this.noneHealthy, this.time]
    return `${parts.flatMap((part) => part.lines()).join('\n')}\n`
  }
}

/** `outbound|port||service.namespace.svc.cluster.local`, as Istio-based gateways name clusters. */
export function clusterName({
  namespace,
  service,
  port,
}: {
  namespace: string
  service: string
  port: number
}) {
  return `outbound|${port}||${service}.${namespace}.svc.cluster.local`
}
