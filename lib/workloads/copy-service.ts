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
  /** The Service that stands there already. Its one port stays without a name: to get one takes its endpoints for a moment. */
  standing?: KubeObject | undefined
}): KubeObject {
  const { service, name, namespace, own, objectLabels, serviceSelector, standing } = input
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
      ports: portsFor(asObjects(spec.ports).map(withoutNodePort), standing),
      ...copied,
    },
  }
}

function withoutNodePort({ nodePort: _nodePort, ...port }: JsonObject): JsonObject {
  return port
}

function portsFor(ports: JsonObject[], standing: KubeObject | undefined): JsonObject[] {
  const [port, ...others] = ports
  const [there, ...more] = asObjects(asObject(standing?.spec).ports)
  const isOne = port !== undefined && there !== undefined && others.length + more.length === 0
  if (!isOne || there.name !== undefined || there.port !== port.port) return ports
  const { name: _name, ...unnamed } = port
  return [unnamed]
}
