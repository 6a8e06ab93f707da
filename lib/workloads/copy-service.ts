import { asObject, asObjects, asTexts, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { ownLabels } from './copy-deployment'
import { withoutTracking } from './tracking'

/** Fields of a Service's spec that may go into a copy; addresses, node ports and families belong to the original. */
const copiedFields = [
  'sessionAffinity',
  'sessionAffinityConfig',
  'publishNotReadyAddresses',
  'internalTrafficPolicy',
  'trafficDistribution',
]

/**
 * A ClusterIP Service with the baseline's ports for a lane's own pods.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
 */
export function copyService(input: {
  service: KubeObject
  name: string
  namespace: string
  own: { key: string; value: string }
  objectLabels?: Record<string, string> | undefined
  serviceSelector?: Record<string, string> | undefined
}): KubeObject {
  const { service, name, namespace, own, objectLabels, serviceSelector } = input
  const spec = asObject(service.spec)
  const written = withoutTracking(service.metadata.labels)
  const labels = (written || objectLabels) && { ...written, ...objectLabels }
  const copied = Object.fromEntries(
    copiedFields.filter((field) => spec[field] !== undefined).map((field) => [field, spec[field]]),
  )
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace,
      ...(labels && { labels: ownLabels(labels, labels[own.key] === undefined ? null : own) }),
    },
    spec: {
      type: 'ClusterIP',
      selector: { ...ownLabels(asTexts(spec.selector), own), ...serviceSelector },
      ports: asObjects(spec.ports).map(withoutNodePort),
      ...copied,
    },
  }
}

function withoutNodePort({ nodePort: _nodePort, ...port }: JsonObject): JsonObject {
  return port
}
