import { invalid } from '@/lib/sandbox/store/api-error'
import { ensureObject, numberAt, objectsAt, setDefault, textAt } from '@/lib/sandbox/store/json-path'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { JsonObject } from '@/lib/sandbox/store/object'
import type { AddressPool } from './address-pool'

/**
 * Gives a Service its addresses and node ports, keeping those that it had.
 * Throws Invalid when an address or a port that it asks for is taken.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
 */
export function admitService(service: JsonObject, old: JsonObject | undefined, pool: AddressPool): void {
  const spec = ensureObject(service, 'spec')
  if (spec.type === 'ExternalName') return
  if (old !== undefined) keepAllocated(spec, ensureObject(old, 'spec'))
  const name = textAt(service, 'metadata', 'name') ?? ''
  const self = textAt(old ?? service, 'metadata', 'uid') ?? ''
  const wanted = textAt(spec, 'clusterIP')
  const address = wanted ?? pool.freeAddress()
  if (wanted !== undefined && wanted !== 'None' && pool.addressTaken(wanted, self)) {
    const message = `Invalid value: ["${wanted}"]: failed to allocate IP ${wanted}: provided IP is already allocated`
    throw invalid(kinds.services, name, [{ reason: 'FieldValueInvalid', message, field: 'spec.clusterIPs' }])
  }
  spec.clusterIP = address
  setDefault(spec, 'clusterIPs', [address])
  setDefault(spec, 'ipFamilies', ['IPv4'])
  setDefault(spec, 'ipFamilyPolicy', 'SingleStack')
  if (wantsNodePorts(spec)) allocateNodePorts(spec, name, self, pool)
}

function wantsNodePorts(spec: JsonObject): boolean {
  if (spec.type === 'NodePort') return true
  return spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false
}

function keepAllocated(spec: JsonObject, old: JsonObject): void {
  if (old.type === 'ExternalName') return
  for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    const value = old[field]
    if (value !== undefined) setDefault(spec, field, value)
  }
  if (!wantsNodePorts(spec)) return
  for (const port of objectsAt(spec, 'ports')) {
    const before = objectsAt(old, 'ports').find(
      (candidate) => candidate.port === port.port && candidate.protocol === port.protocol,
    )
    if (before?.nodePort !== undefined) setDefault(port, 'nodePort', before.nodePort)
  }
}

function allocateNodePorts(spec: JsonObject, name: string, self: string, pool: AddressPool): void {
  for (const [index, port] of objectsAt(spec, 'ports').entries()) {
    const wanted = numberAt(port, 'nodePort')
    if (wanted === undefined) {
      port.nodePort = pool.freeNodePort(
        objectsAt(spec, 'ports').map((other) => numberAt(other, 'nodePort') ?? 0),
      )
    } else if (pool.nodePortTaken(wanted, self)) {
      const message = `Invalid value: ${wanted}: provided port is already allocated`
      const field = `spec.ports[${index}].nodePort`
      throw invalid(kinds.services, name, [{ reason: 'FieldValueInvalid', message, field }])
    }
  }
}
