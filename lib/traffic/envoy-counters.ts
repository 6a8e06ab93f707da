import type { Counters } from './counter-history'
import { bucketCounter, errorsCounter, increment, requestsCounter } from './counter-names'
import { type MetricSample, parseMetricNumber, parsePrometheusText } from './parse-prometheus'

const clusterName = /^outbound\|\d+\|[^|]*\|([^.]+)\.([^.]+)\.svc\./
const upstreamRequests = 'envoy_cluster_upstream_rq_total'
const upstreamClasses = 'envoy_cluster_upstream_rq_xx'
const upstreamTimes = 'envoy_cluster_upstream_rq_time_bucket'
const wanted = new Set([upstreamRequests, upstreamClasses, upstreamTimes])

/**
 * What an Envoy gateway counted for each Service of a namespace; each lane has a Service of its own, so a Service
 * is a version. Envoy's times are milliseconds.
 */
export function readEnvoyCounters(text: string, namespace: string): Map<string, Counters> {
  const byService = new Map<string, Map<string, number>>()
  for (const sample of parsePrometheusText(text, (name) => wanted.has(name))) {
    const [, service, inNamespace] = clusterName.exec(sample.labels.envoy_cluster_name ?? '') ?? []
    if (service === undefined || inNamespace !== namespace) continue
    const counters = byService.get(service) ?? new Map<string, number>()
    byService.set(service, counters)
    addSample(counters, sample)
  }
  return byService
}

function addSample(counters: Map<string, number>, { name, labels, value }: MetricSample): void {
  if (name === upstreamRequests) increment(counters, requestsCounter, value)
  else if (name === upstreamTimes) {
    const bound = parseMetricNumber(labels.le ?? '')
    if (bound !== undefined) increment(counters, bucketCounter(bound / 1000), value)
  } else if (labels.envoy_response_code_class === '5') increment(counters, errorsCounter, value)
}
