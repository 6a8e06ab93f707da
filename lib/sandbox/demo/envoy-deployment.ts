import type { DraftObject } from '@/lib/sandbox/store/object'

/** A gateway's Deployment of one pod, which shows what its Envoy counts on port 15020 to whoever obeys the usual annotations. */
export function envoyDeployment(gateway: {
  place: { namespace: string; name: string }
  labels: Record<string, string>
  container: string
  image: string
}): DraftObject {
  const { place, labels, container, image } = gateway
  const annotations = {
    'prometheus.io/path': '/stats/prometheus',
    'prometheus.io/port': '15020',
    'prometheus.io/scrape': 'true',
  }
  const ports = [{ name: 'metrics', containerPort: 15020, protocol: 'TCP' }]
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
