import { objectsAt, textAt } from '@/lib/sandbox/store/json-path'
import type { KubeObject } from '@/lib/sandbox/store/object'

const mostHosts = 3

/** The class, by field or by the annotation of old. */
export function ingressClass(ingress: KubeObject): string {
  const annotation = ingress.metadata.annotations?.['kubernetes.io/ingress.class']
  return textAt(ingress, 'spec', 'ingressClassName') ?? annotation ?? '<none>'
}

/** Up to three hosts, or `*`. */
export function ingressHosts(ingress: KubeObject): string {
  const rules = objectsAt(ingress, 'spec', 'rules')
  const hosts = rules.map((rule) => textAt(rule, 'host') ?? '').filter((host) => host !== '')
  if (hosts.length === 0) return '*'
  const shown = hosts.slice(0, mostHosts).join(',')
  return hosts.length > mostHosts ? `${shown} + ${hosts.length - mostHosts} more...` : shown
}

/** Addresses that the controller wrote. */
export function ingressAddress(ingress: KubeObject): string {
  return objectsAt(ingress, 'status', 'loadBalancer', 'ingress')
    .map((entry) => textAt(entry, 'ip') ?? textAt(entry, 'hostname') ?? '')
    .filter((address) => address !== '')
    .join(',')
}

/** `80`, or `80, 443` with TLS. */
export function ingressPorts(ingress: KubeObject): string {
  return objectsAt(ingress, 'spec', 'tls').length > 0 ? '80, 443' : '80'
}
