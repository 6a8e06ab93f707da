import { asObjects, asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { DiscoveredApplication } from '@/lib/services/schemas/clusters'
import { trackedBy } from '@/lib/workloads/tracking'

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** One Deployment as an application, with the Service that selects its pods. */
export function describeApplication(
  deployment: KubeObject,
  services: readonly KubeObject[],
  known: Pick<DiscoveredApplication, 'tag' | 'governed'>,
): DiscoveredApplication {
  const { name } = deployment.metadata
  const containers = asObjects(at(deployment, 'spec', 'template', 'spec', 'containers'))
  const ports = containers.flatMap((container) =>
    asObjects(container.ports).map((port) => numberOf(port.containerPort)),
  )
  return {
    name,
    deployment: name,
    service: findService(deployment, services),
    ports: [...new Set(ports)].filter((port) => port > 0),
    images: containers.flatMap(({ name: container, image }) =>
      typeof container === 'string' && typeof image === 'string' ? [{ container, image }] : [],
    ),
    ready: numberOf(at(deployment, 'status', 'readyReplicas')),
    replicas:
      typeof at(deployment, 'spec', 'replicas') === 'number'
        ? numberOf(at(deployment, 'spec', 'replicas'))
        : 1,
    managedBy: trackedBy(deployment),
    ...known,
  }
}

/** Of several Services the one with the Deployment's name, else the first by name. */
function findService(
  deployment: KubeObject,
  services: readonly KubeObject[],
): DiscoveredApplication['service'] {
  const labels = asTexts(at(deployment, 'spec', 'template', 'metadata', 'labels'))
  const selecting = services.flatMap((service) => {
    const selector = Object.entries(asTexts(at(service, 'spec', 'selector')))
    const isSelected = selector.length > 0 && selector.every(([key, value]) => labels[key] === value)
    const port = numberOf(asObjects(at(service, 'spec', 'ports'))[0]?.port)
    return isSelected && port > 0 ? [{ name: service.metadata.name, port }] : []
  })
  return selecting.find(({ name }) => name === deployment.metadata.name) ?? selecting[0] ?? null
}
