import type { Ingress } from '@/lib/sandbox/shapes/ingress'
import { type AckRules, ackRules } from './ack-annotations'
import { findLocation, type NginxLocation, nginxLocations, normalPath } from './nginx-path'
import type { RequestFacts } from './request-facts'

/** A Service's port that a path leads to. */
export type AckBackend = { namespace: string; service: string; port: number | string }

/** A location with all Services of its path, in the order of the Ingress. */
export type AckLocation = NginxLocation & {
  /** One text for each host and path. */
  key: string
  ingress: string
  ingressPath: string
  backends: AckBackend[]
  rules: AckRules
}

/** Locations by host; `_` is any. */
export type AckServers = ReadonlyMap<string, readonly AckLocation[]>

/** A Service that may take a request, and its weight among those that may. */
export type AckChoice = { backend: AckBackend; weight: number }

/**
 * The servers of ACK's controller. Unlike the community's it takes every Service that an Ingress lists under one path.
 * @see https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/use-nginx-ingress-for-canary-release-and-blue-green-release
 */
export function compileAck(ingresses: readonly Ingress[]): AckServers {
  const servers = new Map<string, AckLocation[]>()
  for (const ingress of ingresses.toSorted(byAge)) {
    const rules = ackRules(ingress)
    const { namespace = '', name } = ingress.metadata
    for (const { host = '_', http } of ingress.spec.rules ?? []) {
      const locations = servers.get(host) ?? []
      servers.set(host, locations)
      const paths = http?.paths ?? []
      const exact = new Set(
        paths.filter(({ pathType }) => pathType === 'Exact').map(({ path = '/' }) => path),
      )
      for (const { path = '/', pathType, backend } of paths) {
        const port = backend.service?.port?.number ?? backend.service?.port?.name
        if (backend.service === undefined || port === undefined) continue
        const own = { namespace, service: backend.service.name, port }
        const key = `${host} ${path} ${pathType}`
        const known = locations.filter((one) => one.key === key && one.ingress === name)
        for (const location of known) location.backends.push(own)
        if (locations.some((one) => one.key === key)) continue
        for (const location of nginxLocations({ path, pathType }, exact))
          locations.push({ ...location, key, ingress: name, ingressPath: path, backends: [own], rules })
      }
    }
  }
  return servers
}

function byAge(left: Ingress, right: Ingress): number {
  const ages = Date.parse(left.metadata.creationTimestamp) - Date.parse(right.metadata.creationTimestamp)
  return ages !== 0 ? ages : left.metadata.name < right.metadata.name ? -1 : 1
}

/** The location that takes a request, or the status that nginx answers by itself. */
export function locateAck(servers: AckServers, { host, path }: RequestFacts): AckLocation | 400 | 404 {
  const normal = normalPath(path)
  if (normal === null) return 400
  const wildcard = host.includes('.') ? `*${host.slice(host.indexOf('.'))}` : ''
  const own = servers.get(host) ?? servers.get(wildcard) ?? servers.get('_') ?? []
  return findLocation(own, normal) ?? 404
}

/**
 * The Services that may take a request: those whose condition it meets, or that have none. Weights count among these;
 * without weights a Service whose condition is met takes the request alone, and several without conditions share evenly.
 */
export function ackChoices(
  { backends, rules }: AckLocation,
  facts: RequestFacts,
  isReady: (backend: AckBackend) => boolean,
): AckChoice[] {
  const { matches, weightOf } = rules
  const allowed = backends.filter(({ service }) => matches.get(service)?.(facts) ?? true).filter(isReady)
  const names = allowed.map(({ service }) => service)
  const matched = allowed.filter(({ service }) => matches.has(service))
  if (weightOf === null) {
    const takers = matched.length > 0 ? matched : allowed
    return takers.map((backend) => ({ backend, weight: 1 }))
  }
  // A Service alone needs no weight: nobody else may take the request.
  if (allowed.length === 1) return allowed.map((backend) => ({ backend, weight: 1 }))
  return allowed
    .map((backend) => ({ backend, weight: weightOf(backend.service, names) }))
    .filter(({ weight }) => weight > 0)
}
