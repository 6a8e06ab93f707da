import { Counter } from './counter'
import { Histogram } from './histogram'

/** One finished request at an nginx controller; empty names where no Ingress took it. */
export type NginxRequest = {
  host: string
  method: string
  /** The path of the Ingress, not of the request. */
  path: string
  namespace: string
  ingress: string
  /** The base's Service, also where the canary answered. */
  service: string
  /** `{namespace}-{service}-{port}` of the canary that answered, else empty. */
  canary: string
  status: number
  milliseconds: number
}

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const prefix = 'nginx_ingress_controller_'

/**
 * The counts of an ingress-nginx controller, in its own names.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/#exposed-metrics
 */
export class NginxStats {
  private readonly requests = new Counter(`${prefix}requests`, 'The total number of client requests')
  private readonly durations = ['request_duration', 'response_duration'].map(
    (name) => new Histogram(`${prefix}${name}_seconds`, 'Seconds until the last bytes of the answer', bounds),
  )

  constructor(private readonly controller: { namespace: string; className: string; pod: string }) {}

  /** Counts an answered request. */
  count({ milliseconds, status, ...names }: NginxRequest): void {
    const { namespace, className, pod } = this.controller
    const labels = {
      ...names,
      status: String(status),
      controller_namespace: namespace,
      controller_class: className,
      controller_pod: pod,
    }
    this.requests.increment(labels)
    for (const duration of this.durations) duration.observe(labels, milliseconds / 1000)
  }

  /** The whole page in Prometheus' text format. */
  render(): string {
    const parts = [this.requests, ...this.durations]
    return `${parts.flatMap((part) => part.lines()).join('\n')}\n`
  }
}
