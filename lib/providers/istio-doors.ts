import { asObject, asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { isEntryRoute } from './istio-base'
import { gatewaysOf, hostsOf, meshGateway } from './istio-hosts'
import { plainPaths } from './istio-paths'
import type { Door } from './provider'

/** The doors of a namespace's VirtualServices: each host of each, with the paths that lead to one Service without conditions. */
export function istioDoors(routes: readonly KubeObject[]): Door[] {
  return routes.filter(isEntryRoute).flatMap((object) => {
    const gateways = gatewaysOf(object).filter((name) => name !== meshGateway)
    const byService = new Map<string, Door['paths']>()
    for (const rule of asObjects(at(object, 'spec', 'http'))) {
      const to = JSON.stringify(asObjects(rule.route).map(({ destination }) => asObject(destination).host))
      const paths = plainPaths(rule).map(({ path, type }) => ({
        path,
        type: type === 'Exact' ? ('Exact' as const) : ('Prefix' as const),
      }))
      byService.set(to, [...(byService.get(to) ?? []), ...paths])
    }
    return [...byService.values()]
      .filter((paths) => paths.length > 0)
      .flatMap((paths) =>
        hostsOf(object).map((host) => ({
          object,
          host: host === '*' ? null : host,
          paths,
          className: gateways[0] ?? null,
          settings: { gateways },
        })),
      )
  })
}

/**
 * `http://host:port` of each address of a gateway's Service, on its HTTP ports.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceStatus
 */
export function serviceAddresses(service: KubeObject): string[] {
  const ports = asObjects(at(service, 'spec', 'ports')).flatMap(({ name, port }) =>
    typeof port === 'number' && /^http(2|-.*)?$/.test(String(name)) ? [port] : [],
  )
  return asObjects(at(service, 'status', 'loadBalancer', 'ingress')).flatMap(({ ip, hostname }) => {
    const host = typeof ip === 'string' ? ip : hostname
    if (typeof host !== 'string' || host === '') return []
    return ports.map((port) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`)
  })
}
