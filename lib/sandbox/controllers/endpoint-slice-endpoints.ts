import type { Endpoint, EndpointPort } from '@/lib/sandbox/shapes/endpoint-slice'
import { isPodFinished, isPodReady, type Pod } from '@/lib/sandbox/shapes/pod'
import type { Service, ServicePort } from '@/lib/sandbox/shapes/service'

/** The pods of a Service that share one set of port numbers: the content of one slice. */
export type EndpointGroup = { ports: EndpointPort[]; endpoints: Endpoint[] }

/**
 * The endpoints of a Service, grouped by resolved ports. A pod without address, or finished, is left out; a
 * terminating one is serving, no longer ready.
 * @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions
 */
export function groupEndpoints(
  service: Service,
  pods: readonly Pod[],
  zoneOf: (node: string) => string | undefined,
) {
  const groups = new Map<string, EndpointGroup>()
  for (const pod of pods) {
    const ip = pod.status?.podIP
    if (ip === undefined || isPodFinished(pod)) continue
    const ports = resolvePorts(service, pod)
    const key = JSON.stringify(ports)
    const group = groups.get(key) ?? { ports, endpoints: [] }
    group.endpoints.push(endpointOf(service, pod, ip, zoneOf))
    groups.set(key, group)
  }
  for (const group of groups.values()) group.endpoints.sort(byAddress)
  return [...groups.values()]
}

function endpointOf(
  service: Service,
  pod: Pod,
  ip: string,
  zoneOf: (node: string) => string | undefined,
): Endpoint {
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const serving = isPodReady(pod)
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating)
  const { nodeName } = pod.spec
  const zone = nodeName === undefined ? undefined : zoneOf(nodeName)
  const { namespace, name, uid } = pod.metadata
  return {
    addresses: [ip],
    conditions: { ready, serving, terminating },
    targetRef: { kind: 'Pod', ...(namespace === undefined ? {} : { namespace }), name, uid },
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(zone === undefined ? {} : { zone }),
  }
}

/** The Service's ports with their numbers on this pod; a named port that the pod lacks is left out. */
function resolvePorts(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((port) => {
    const number = targetNumber(port, pod)
    if (number === undefined) return []
    const { appProtocol } = port
    return [
      {
        name: port.name ?? '',
        protocol: port.protocol ?? 'TCP',
        port: number,
        ...(appProtocol === undefined ? {} : { appProtocol }),
      },
    ]
  })
}

function targetNumber(port: ServicePort, pod: Pod): number | undefined {
  const target = port.targetPort ?? port.port
  if (typeof target === 'number') return target
  return namedPort(pod, target)
}

/** The number of a named container port, or undefined. @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
export function namedPort(pod: Pod, name: string): number | undefined {
  const ports = pod.spec.containers.flatMap((container) => container.ports ?? [])
  return ports.find((port) => port.name === name)?.containerPort
}

function byAddress(left: Endpoint, right: Endpoint): number {
  return numeric(left.addresses[0]) - numeric(right.addresses[0])
}

function numeric(ip = ''): number {
  return ip.split('.').reduce((total, part) => total * 256 + Number(part), 0)
}
