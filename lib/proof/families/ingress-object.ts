import type { KubeObject } from '@/lib/domain/kube-object'
import type { Door, UserRoute } from '@/lib/proof/door'
import { type Ingress, ingressClassOf } from '@/lib/sandbox/shapes/ingress'
import type { KubeObject as StoredObject } from '@/lib/sandbox/store/object'

/** A user's Ingress of a class. */
export function ingressObject({ name, doors }: UserRoute, className: string): KubeObject {
  const hosts = [...new Set(doors.map(({ host }) => host))]
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'default' },
    spec: {
      ingressClassName: className,
      rules: hosts.map((host) => ({
        host,
        http: { paths: doors.filter((door) => door.host === host).map(pathOf) },
      })),
    },
  }
}

function pathOf({ path, type, service }: Door) {
  return { path, pathType: type, backend: { service: { name: service, port: { number: 80 } } } }
}

/** The stored Ingresses of a class. */
export function ingressesOf(objects: readonly StoredObject[], className: string): Ingress[] {
  const ingresses = objects.filter(({ kind }) => kind === 'Ingress') as Ingress[]
  return ingresses.filter((ingress) => ingressClassOf(ingress) === className)
}
