import type { Counters } from './counter-history'
import { bucketCounter, errorsCounter, increment, requestsCounter } from './counter-names'
import { parseMetricNumber, parsePrometheusText } from './parse-prometheus'

const requests = 'istio_requests_total'
const times = 'istio_request_duration_milliseconds_bucket'
const wanted = new Set([requests, times])

/**
 * What Istio's gateway counted, as the source of requests, for each workload of a namespace. What never reached a pod has
 * the workload `unknown` and is no version's.
 */
export function readIstioCounters(text: string, namespace: string): Map<string, Counters> {
  const byWorkload = new Map<string, Map<string, number>>()
  for (const { name, labels, value } of parsePrometheusText(text, (metric) => wanted.has(metric))) {
    const { destination_workload: workload, destination_workload_namespace: space, reporter } = labels
    if (workload === undefined || space !== namespace || reporter !== 'source') continue
    const counters = byWorkload.get(workload) ?? new Map<string, number>()
    byWorkload.set(workload, counters)
    if (name === times) {
      const bound = parseMetricNumber(labels.le ?? '')
      if (bound !== undefined) increment(counters, bucketCounter(bound / 1000), value)
      continue
    }
    increment(counters, requestsCounter, value)
    if (labels.response_code?.startsWith('5')) increment(counters, errorsCounter, value)
  }
  return byWorkload
}
