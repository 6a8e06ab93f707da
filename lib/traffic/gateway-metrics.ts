import type { GatewayMetrics } from '@/lib/domain/gateway-metrics'
import type { Counters } from './counter-history'
import { readEnvoyCounters } from './envoy-counters'
import { readIstioCounters } from './istio-counters'
import { readNginxCounters } from './nginx-counters'

/** What a gateway's pod counted, by Service (or workload: see `countsWorkloads`) of a namespace. */
export type ReadCounters = (text: string, namespace: string) => Map<string, Counters>

export const counterReaders: Readonly<Record<GatewayMetrics['format'], ReadCounters>> = {
  envoy: readEnvoyCounters,
  nginx: readNginxCounters,
  istio: readIstioCounters,
}

/** One text for each gateway, so that two entries behind one are scraped once. */
export function gatewayKey({ namespace, labels, port, path, format }: GatewayMetrics): string {
  const sorted = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify([namespace, sorted, port, path, format])
}

/** Whether a gateway counts by workload; others count by Service. */
export function countsWorkloads({ format }: GatewayMetrics): boolean {
  return format === 'istio'
}
