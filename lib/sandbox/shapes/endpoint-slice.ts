import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'

/** One address of a slice. @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions */
export type Endpoint = {
  addresses: string[]
  conditions: { ready: boolean; serving: boolean; terminating: boolean }
  targetRef?: { kind: 'Pod'; namespace?: string; name: string; uid: string }
  nodeName?: string
  zone?: string
}

/** The ports that the addresses of a slice share. */
export type EndpointPort = { name: string; protocol: string; port: number; appProtocol?: string }

/** A stored EndpointSlice; empty lists are null, as the controller writes them. */
export type EndpointSlice = KubeObject & {
  addressType: string
  endpoints: Endpoint[] | null
  ports: EndpointPort[] | null
}

/** The label that ties a slice to its Service. @see https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetesioservice-name */
export const serviceNameLabel = 'kubernetes.io/service-name'

/** The label that says who writes a slice. @see https://kubernetes.io/docs/reference/labels-annotations-taints/#endpointslicekubernetesiomanaged-by */
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by'

/** The slices of one Service, whoever wrote them. */
export function listSlices(
  store: Store,
  namespace: string | undefined,
  service: string,
): readonly EndpointSlice[] {
  const labels = (given: Record<string, string>) => given[serviceNameLabel] === service
  const options = namespace === undefined ? { labels } : { namespace, labels }
  return store.list(kinds.endpointSlices, options) as readonly EndpointSlice[]
}
