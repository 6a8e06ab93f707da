import { listAt, numberAt, objectsAt, textAt, textsAt } from '@/lib/sandbox/store/json-path'
import type { KubeObject } from '@/lib/sandbox/store/object'

/** Addresses from outside: those of the load balancer, `<pending>` while there are none, external addresses, or `<none>`. */
export function externalAddress(service: KubeObject): string {
  const external = listAt(service, 'spec', 'externalIPs')
  switch (textAt(service, 'spec', 'type')) {
    case 'LoadBalancer': {
      const assigned = objectsAt(service, 'status', 'loadBalancer', 'ingress').map(
        (ingress) => textAt(ingress, 'ip') ?? textAt(ingress, 'hostname') ?? '',
      )
      const all = [...assigned, ...external]
      return all.length === 0 ? '<pending>' : all.join(',')
    }
    case 'ExternalName':
      return textAt(service, 'spec', 'externalName') ?? '<none>'
    default:
      return external.length === 0 ? '<none>' : external.join(',')
  }
}

/** `80/TCP,443:30443/TCP`. */
export function servicePorts(service: KubeObject): string {
  const ports = objectsAt(service, 'spec', 'ports').map((port) => {
    const nodePort = numberAt(port, 'nodePort')
    const number = nodePort === undefined ? port.port : `${port.port}:${nodePort}`
    return `${number}/${textAt(port, 'protocol') ?? 'TCP'}`
  })
  return ports.length === 0 ? '<none>' : ports.join(',')
}

/** `a=b,c=d`, or `<none>`. */
export function serviceSelector(service: KubeObject): string {
  const labels = Object.entries(textsAt(service, 'spec', 'selector')).map(([key, value]) => `${key}=${value}`)
  return labels.length === 0 ? '<none>' : labels.sort().join(',')
}
