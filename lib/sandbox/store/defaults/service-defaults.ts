import { ensureObject, objectsAt, setDefault } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'

/** Defaults of a Service. @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ */
export function defaultService(service: JsonObject): void {
  const spec = ensureObject(service, 'spec')
  setDefault(spec, 'sessionAffinity', 'None')
  setDefault(spec, 'type', 'ClusterIP')
  if (spec.sessionAffinity === 'ClientIP') {
    setDefault(
      ensureObject(ensureObject(spec, 'sessionAffinityConfig'), 'clientIP'),
      'timeoutSeconds',
      10_800,
    )
  }
  for (const port of objectsAt(spec, 'ports')) {
    setDefault(port, 'protocol', 'TCP')
    if (
      (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') &&
      port.port !== undefined
    ) {
      port.targetPort = port.port
    }
  }
  const outside = spec.type === 'NodePort' || spec.type === 'LoadBalancer'
  if (outside) setDefault(spec, 'externalTrafficPolicy', 'Cluster')
  if (outside || spec.type === 'ClusterIP') setDefault(spec, 'internalTrafficPolicy', 'Cluster')
  if (spec.type === 'LoadBalancer') setDefault(spec, 'allocateLoadBalancerNodePorts', true)
}

/** Defaults of an EndpointSlice. @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/ */
export function defaultEndpointSlice(slice: JsonObject): void {
  for (const port of objectsAt(slice, 'ports')) {
    setDefault(port, 'name', '')
    setDefault(port, 'protocol', 'TCP')
  }
}

/** Defaults of an Endpoints object. */
export function defaultEndpoints(endpoints: JsonObject): void {
  for (const subset of objectsAt(endpoints, 'subsets')) {
    for (const port of objectsAt(subset, 'ports')) setDefault(port, 'protocol', 'TCP')
  }
}
