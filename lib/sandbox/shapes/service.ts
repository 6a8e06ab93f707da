import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'

/** @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec */
export type ServicePort = {
  name?: string
  port: number
  protocol?: string
  targetPort?: number | string
  appProtocol?: string
}

/** A stored Service. */
export type Service = KubeObject & {
  spec: {
    type?: string
    clusterIP?: string
    selector?: Record<string, string>
    ports?: ServicePort[]
    publishNotReadyAddresses?: boolean
  }
  status?: { loadBalancer?: LoadBalancerStatus }
}

/** Where a Service or an Ingress is reached. @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressStatus */
export type LoadBalancerStatus = {
  ingress?: {
    ip?: string
    hostname?: string
    ipMode?: string
    ports?: { port: number; protocol: string }[]
  }[]
}

/** One Service, or undefined. */
export function getService(store: Store, namespace: string | undefined, name: string): Service | undefined {
  return store.get(kinds.services, namespace, name) as Service | undefined
}

/** The Services of a namespace, or of all. */
export function listServices(store: Store, namespace?: string): readonly Service[] {
  return store.list(kinds.services, namespace === undefined ? {} : { namespace }) as readonly Service[]
}
