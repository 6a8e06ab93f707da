import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import type { LoadBalancerStatus } from './service'

/** @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend */
export type IngressBackend = {
  service?: { name: string; port?: { number?: number; name?: string } }
  resource?: { apiGroup?: string; kind: string; name: string }
}

/** @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types */
export type IngressPath = { path?: string; pathType: string; backend: IngressBackend }

/** A stored Ingress. */
export type Ingress = KubeObject & {
  spec: {
    ingressClassName?: string
    defaultBackend?: IngressBackend
    rules?: { host?: string; http?: { paths?: IngressPath[] } }[]
  }
  status?: { loadBalancer?: LoadBalancerStatus }
}

/** Every Ingress of the store. */
export function listIngresses(store: Store): readonly Ingress[] {
  return store.list(kinds.ingresses) as readonly Ingress[]
}

/**
 * The class of an Ingress: the field, else the older annotation.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation
 */
export function ingressClassOf(ingress: Ingress): string | undefined {
  return ingress.spec.ingressClassName ?? ingress.metadata.annotations?.['kubernetes.io/ingress.class']
}
