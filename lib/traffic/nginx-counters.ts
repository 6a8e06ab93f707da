import type { Counters } from './counter-history'
import { bucketCounter, errorsCounter, increment, requestsCounter } from './counter-names'
import { type MetricSample, parseMetricNumber, parsePrometheusText } from './parse-prometheus'

const requests = 'nginx_ingress_controller_requests'
const times = 'nginx_ingress_controller_request_duration_seconds_bucket'

/**
 * What an ingress-nginx controller counted for each Service of a namespace. `service` is always the baseline's; the lane's
 * stands in `canary`, as `{namespace}-{service}-{port}`. Without `honorLabels` Prometheus renames both.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/#exposed-metrics
 */
export function readNginxCounters(text: string, namespace: string): Map<string, Counters> {
  const byService = new Map<string, Map<string, number>>()
  for (const sample of parsePrometheusText(text, (name) => name === requests || name === times)) {
    const service = serviceOf(sample.labels, namespace)
    if (service === null) continue
    const counters = byService.get(service) ?? new Map<string, number>()
    byService.set(service, counters)
    addSample(counters, sample)
  }
  return byService
}

function serviceOf(labels: Readonly<Record<string, string>>, namespace: string): string | null {
  if ((labels.exported_namespace ?? labels.namespace) !== namespace) return null
  const own = labels.exported_service ?? labels.service ?? ''
  const start = `${namespace}-`
  const lane = labels.canary ?? ''
  if (lane === '') return own === '' ? null : own
  return lane.startsWith(start) ? lane.slice(start.length).replace(/-[^-]*$/, '') : null
}

function addSample(counters: Map<string, number>, { name, labels, value }: MetricSample): void {
  if (name === times) {
    const bound = parseMetricNumber(labels.le ?? '')
    if (bound !== undefined) increment(counters, bucketCounter(bound), value)
    return
  }
  increment(counters, requestsCounter, value)
  if (labels.status?.startsWith('5')) increment(counters, errorsCounter, value)
}
