import type { DraftObject } from '@/lib/sandbox/store/object'

/** Where a gateway's pod shows its counts; without a path it is the usual `/metrics`. */
type Metrics = { port: number; path?: string }

/** Where Envoy shows its counts. */
export const envoyMetrics: Metrics = { port: 15020, path: '/stats/prometheus' }

/** A gateway's Deployment of one pod, which shows its counts to whoever obeys the usual annotations. */
export function gatewayDeployment(gateway: {
  place: { namespace: string; name: string }
  labels: Record<string, string>
  container: string
  image: string
  metrics: Metrics
}): DraftObject {
  const { place, labels, container, image, metrics } = gateway
  const annotations = {
    ...(metrics.path !== undefined && { 'prometheus.io/path': metrics.path }),
    'prometheus.io/port': String(metrics.port),
    'prometheus.io/scrape': 'true',
  }
  const ports = [{ name: 'metrics', containerPort: metrics.port, protocol: 'TCP' }]
  return {
    metadata: { ...place, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [{ name: container, image, ports }] },
      },
    },
  }
}
