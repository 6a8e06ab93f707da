import { Counter } from './counter'
import { Histogram } from './histogram'

/** One finished request, as the proxy that sent it knows it. */
export type IstioRequest = {
  source: string
  /** The Service that the rule led to; null for none. */
  service: { name: string; namespace: string } | null
  /** The workload that answered; null for none. */
  workload: { name: string; namespace: string; version: string; app: string } | null
  status: number
  /** What the proxy says of its own answers, `-` for none. */
  flags: string
  milliseconds: number
}

const bounds = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000]

/** Istio's standard metrics of one proxy. @see https://istio.io/latest/docs/reference/config/metrics/ */
export class IstioStats {
  private readonly total = new Counter('istio_requests_total', 'Total requests')
  private readonly time = new Histogram(
    'istio_request_duration_milliseconds',
    'Time to the end of the answer in milliseconds',
    bounds,
  )

  /** Counts one request. */
  count(request: IstioRequest): void {
    const { source, service, workload, status, flags } = request
    const unknown = 'unknown'
    const labels = {
      reporter: 'source',
      source_workload: source,
      destination_workload: workload?.name ?? unknown,
      destination_workload_namespace: workload?.namespace ?? unknown,
      destination_app: workload?.app ?? unknown,
      destination_version: workload?.version ?? unknown,
      destination_service: service ? `${service.name}.${service.namespace}.svc.cluster.local` : unknown,
      destination_service_name: service?.name ?? unknown,
      destination_service_namespace: service?.namespace ?? unknown,
      request_protocol: 'http',
      response_code: String(status),
      response_flags: flags,
    }
    this.total.increment(labels)
    this.time.observe(labels, request.milliseconds)
  }

  /** The whole page in Prometheus' text format. */
  render(): string {
    return `${[this.total, this.time].flatMap((part) => part.lines()).join('\n')}\n`
  }
}
