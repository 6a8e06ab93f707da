import type { KubeObject } from '@/lib/domain/kube-object'

const group = 'networking.istio.io'

/** Rules for requests to a host. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export const virtualServiceKind = { apiVersion: `${group}/v1`, kind: 'VirtualService' } as const

/** Versions behind a Service. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export const destinationRuleKind = { apiVersion: `${group}/v1`, kind: 'DestinationRule' } as const

/** The reserved name of all sidecars among a VirtualService's gateways. */
export const meshGateway = 'mesh'

/** Whether an object is of an Istio kind, in any version of the API. */
export function isIstio(
  { apiVersion, kind }: KubeObject,
  wanted: 'VirtualService' | 'DestinationRule',
): boolean {
  return kind === wanted && apiVersion.startsWith(`${group}/`)
}

/** The full name of a Service. */
export function serviceHost(service: string, namespace: string): string {
  return `${service}.${namespace}.svc.cluster.local`
}

/**
 * The Service of a rule's own namespace that a destination's host names; null for any other host. A name without dots is
 * taken from the rule's namespace.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export function serviceOfHost(host: unknown, namespace: string | undefined): string | null {
  if (typeof host !== 'string') return null
  const [name = '', space, svc] = host.split('.')
  if (space === undefined) return name
  return space === namespace && (svc === undefined || svc === 'svc') ? name : null
}

/** A gateway as `namespace/name`; a bare name is of the rule's namespace. */
export function gatewayKey(name: string, namespace: string | undefined): string {
  return name === meshGateway || name.includes('/') ? name : `${namespace ?? ''}/${name}`
}

/** The gateways of a VirtualService; without any it is for sidecars only. */
export function gatewaysOf({ metadata, spec }: KubeObject): string[] {
  const listed = typeof spec === 'object' && spec !== null && 'gateways' in spec ? spec.gateways : undefined
  const names = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : []
  return names.length > 0 ? names.map((name) => gatewayKey(name, metadata.namespace)) : [meshGateway]
}

/** The hosts of a VirtualService, in lower case. */
export function hostsOf({ spec }: KubeObject): string[] {
  const listed = typeof spec === 'object' && spec !== null && 'hosts' in spec ? spec.hosts : undefined
  return Array.isArray(listed)
    ? listed.filter((host) => typeof host === 'string').map((host) => host.toLowerCase())
    : []
}
