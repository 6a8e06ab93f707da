import type { HttpBackendRef, HttpRoute } from '@/lib/sandbox/shapes/http-route'
import { getService } from '@/lib/sandbox/shapes/service'
import { gatewayApiKinds } from '@/lib/sandbox/store/custom/gateway-api-kinds'
import type { JsonObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'

/** A Service port that a backend names, or why it names none. */
export type HttpBackend =
  | { namespace: string; service: string; port: number }
  | { reason: 'BackendNotFound' | 'RefNotPermitted' | 'InvalidKind'; message: string }

/**
 * What a route's backend leads to. One in another namespace needs a ReferenceGrant there.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export function resolveBackend(store: Store, route: HttpRoute, ref: HttpBackendRef): HttpBackend {
  const own = route.metadata.namespace ?? ''
  const { group = '', kind = 'Service', namespace = own, name, port } = ref
  if (group !== '' || kind !== 'Service') {
    return { reason: 'InvalidKind', message: `${group}/${kind} is not a kind of backend that is served here` }
  }
  if (namespace !== own && !isGranted(store, own, namespace, name)) {
    return {
      reason: 'RefNotPermitted',
      message: `no ReferenceGrant of namespace ${namespace} lets ${own} in`,
    }
  }
  const found = getService(store, namespace, name)?.spec.ports?.some((one) => one.port === port)
  if (!found || port === undefined) {
    return {
      reason: 'BackendNotFound',
      message: `Service ${namespace}/${name} with port ${port} was not found`,
    }
  }
  return { namespace, service: name, port }
}

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrant */
function isGranted(store: Store, from: string, namespace: string, service: string): boolean {
  return store.list(gatewayApiKinds.referenceGrants, { namespace }).some(({ spec }) => {
    const { from: froms = [], to = [] } = spec as { from?: JsonObject[]; to?: JsonObject[] }
    const lets = froms.some(({ kind, namespace: own }) => kind === 'HTTPRoute' && own === from)
    return lets && to.some(({ kind, name }) => kind === 'Service' && (name === undefined || name === service))
  })
}
