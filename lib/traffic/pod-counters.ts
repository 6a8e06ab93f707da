import type { Counters } from './counter-history'
import { bucketCounter, errorsCounter, increment, requestsCounter } from './counter-names'
import { parseMetricNumber, parsePrometheusText } from './parse-prometheus'

const histogram = 'http_server_request_duration_seconds'
const served = `${histogram}_count`
const times = `${histogram}_bucket`
const declared = new RegExp(`^# (TYPE|HELP) ${histogram} `, 'm')

export type PodCounters = {
  counters: Counters
  /** Whether the pod shows the metric. One that has served nothing yet may look like one that never counts. */
  instrumented: boolean
}

/**
 * What a pod counted of the requests it served, as OpenTelemetry names them.
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration
 */
export function readPodCounters(text: string): PodCounters {
  const counters = new Map<string, number>()
  const samples = parsePrometheusText(text, (name) => name === served || name === times)
  for (const { name, labels, value } of samples) {
    if (name === served) {
      increment(counters, requestsCounter, value)
      if (labels.http_response_status_code?.startsWith('5')) increment(counters, errorsCounter, value)
      continue
    }
    const bound = parseMetricNumber(labels.le ?? '')
    if (bound !== undefined) increment(counters, bucketCounter(bound), value)
  }
  return { counters, instrumented: samples.length > 0 || declared.test(text) }
}
