import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { numberAt, objectAt, objectsAt, textAt, textsAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { duplicate, invalidValue, required, unsupported } from './causes'
import { dnsLabelFaults } from './names'
import { portRangeFaults } from './validate-container'
import { labelFaults } from './validate-meta'

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const protocols = ['SCTP', 'TCP', 'UDP']

/** Faults of a Service. @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ */
export function validateService(service: JsonObject): StatusCause[] {
  const spec = objectAt(service, 'spec') ?? {}
  const type = textAt(spec, 'type') ?? ''
  const ports = objectsAt(spec, 'ports')
  const headless = spec.clusterIP === 'None'
  return [
    ...(ports.length === 0 && !headless && type !== 'ExternalName' ? [required('spec.ports')] : []),
    ...(type === 'ExternalName' && (textAt(spec, 'externalName') ?? '') === ''
      ? [required('spec.externalName')]
      : []),
    ...portsFaults(ports),
    ...labelFaults(textsAt(spec, 'selector'), 'spec.selector'),
    ...(types.includes(type) ? [] : [unsupported('spec.type', type, types)]),
  ]
}

function portsFaults(ports: readonly JsonObject[]): StatusCause[] {
  const names = new Set<string>()
  const numbers = new Set<string>()
  return ports.flatMap((port, index) => {
    const at = `spec.ports[${index}]`
    const name = textAt(port, 'name')
    const protocol = textAt(port, 'protocol') ?? ''
    const key = `${protocol}/${numberAt(port, 'port')}`
    const twice = [
      ...(name !== undefined && names.has(name) ? [duplicate(`${at}.name`, name)] : []),
      ...(numbers.has(key) ? [duplicate(at, { port: port.port, protocol })] : []),
    ]
    if (name !== undefined) names.add(name)
    numbers.add(key)
    return [
      ...(name === undefined
        ? ports.length > 1
          ? [required(`${at}.name`)]
          : []
        : dnsLabelFaults(name).map((fault) => invalidValue(`${at}.name`, name, fault))),
      ...portRangeFaults(numberAt(port, 'port') ?? 0, `${at}.port`),
      ...(protocols.includes(protocol) ? [] : [unsupported(`${at}.protocol`, protocol, protocols)]),
      ...twice,
    ]
  })
}

/** Faults of a changed Service: its address stays while it has one. */
export function validateServiceUpdate(service: JsonObject, old: JsonObject): StatusCause[] {
  const before = textAt(old, 'spec', 'clusterIP')
  const after = textAt(service, 'spec', 'clusterIP')
  if (before === undefined || before === after || textAt(service, 'spec', 'type') === 'ExternalName')
    return []
  return [invalidValue('spec.clusterIPs[0]', [after ?? ''], 'may not change once set')]
}

/** Faults of an EndpointSlice. @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/ */
export function validateEndpointSlice(slice: JsonObject): StatusCause[] {
  const type = textAt(slice, 'addressType') ?? ''
  const known = ['FQDN', 'IPv4', 'IPv6']
  return [
    ...(type === ''
      ? [required('addressType')]
      : known.includes(type)
        ? []
        : [unsupported('addressType', type, known)]),
    ...objectsAt(slice, 'endpoints').flatMap((endpoint, index) => {
      const addresses = Array.isArray(endpoint.addresses) ? endpoint.addresses : []
      const at = `endpoints[${index}].addresses`
      if (addresses.length === 0) return [required(at, 'must contain at least 1 address')]
      return addresses.flatMap((address, position) =>
        typeof address === 'string' && /^(127\.|::1$)/.test(address)
          ? [
              invalidValue(
                `${at}[${position}]`,
                address,
                'may not be in the loopback range (127.0.0.0/8, ::1/128)',
              ),
            ]
          : [],
      )
    }),
  ]
}
