import type { Ingress, IngressBackend } from '@/lib/sandbox/shapes/ingress'
import {
  type CookieAffinity,
  cookieAffinity,
  hasLegacyAffinity,
  isNginxCanary,
  type TrafficShaping,
  trafficShaping,
} from './nginx-annotations'
import { type NginxLocation, nginxLocations } from './nginx-path'

/** The pods of a Service's port. A canary belongs to it, not to a host and path. */
export type Upstream = {
  /** `{namespace}-{service}-{port}`. */
  name: string
  namespace: string
  service: string
  port: number | string
  /** Set where a canary Ingress made it: then no location of its own leads here. */
  shaping: TrafficShaping | undefined
  affinity: CookieAffinity | undefined
  /** Oldest first; the controller uses the first alone. */
  alternatives: Upstream[]
}

/** A location, the path of the Ingress that it comes from, and its Ingress. */
export type Location = NginxLocation & {
  ingressPath: string
  pathType: string
  ingress: string
  upstream: Upstream
}

/** Servers by host; `_` takes the hosts that nobody else does. */
export type NginxServers = ReadonlyMap<string, readonly Location[]>

/**
 * The servers of one controller, from the oldest Ingress to the youngest: of equal paths the first stays.
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go
 */
export function compileServers(ingresses: readonly Ingress[]): NginxServers {
  const sorted = [...ingresses].sort(byAge)
  const upstreams = createUpstreams(sorted)
  const servers = new Map<string, Location[]>()
  for (const ingress of sorted.filter((one) => !isNginxCanary(one))) addLocations(servers, ingress, upstreams)
  for (const ingress of sorted.filter(isNginxCanary)) mergeCanary(servers, ingress, upstreams)
  return new Map([...servers].map(([host, locations]) => [host, withBoth(locations)]))
}

function byAge(left: Ingress, right: Ingress): number {
  const ages = Date.parse(left.metadata.creationTimestamp) - Date.parse(right.metadata.creationTimestamp)
  if (ages !== 0) return ages
  const nameOf = ({ metadata }: Ingress) => `${metadata.namespace}/${metadata.name}`
  return nameOf(left) < nameOf(right) ? -1 : 1
}

type Upstreams = Map<string, Upstream>

/** The Ingress that names a Service's port first decides whether it is a canary's, for all that come later. */
function createUpstreams(sorted: readonly Ingress[]): Upstreams {
  const upstreams: Upstreams = new Map()
  for (const ingress of sorted) {
    for (const backend of backendsOf(ingress)) {
      const place = placeOf(ingress, backend)
      if (place === undefined || upstreams.has(place.name)) continue
      const shaping = isNginxCanary(ingress) ? trafficShaping(ingress) : undefined
      upstreams.set(place.name, { ...place, shaping, affinity: cookieAffinity(ingress), alternatives: [] })
    }
  }
  return upstreams
}

function backendsOf({ spec }: Ingress): IngressBackend[] {
  const paths = (spec.rules ?? []).flatMap(({ http }) => http?.paths ?? [])
  return [...(spec.defaultBackend ? [spec.defaultBackend] : []), ...paths.map(({ backend }) => backend)]
}

function placeOf(ingress: Ingress, { service }: IngressBackend) {
  const port = service?.port?.number ?? service?.port?.name
  if (service === undefined || port === undefined) return undefined
  const namespace = ingress.metadata.namespace ?? ''
  return { name: `${namespace}-${service.name}-${port}`, namespace, service: service.name, port }
}

function upstreamOf(upstreams: Upstreams, ingress: Ingress, backend: IngressBackend): Upstream | undefined {
  const place = placeOf(ingress, backend)
  return place && upstreams.get(place.name)
}

function addLocations(servers: Map<string, Location[]>, ingress: Ingress, upstreams: Upstreams): void {
  const { spec, metadata } = ingress
  const named = { ingress: metadata.name }
  for (const { host, http } of spec.rules ?? []) {
    const locations = servers.get(host || '_') ?? []
    servers.set(host || '_', locations)
    for (const { path = '/', pathType, backend } of http?.paths ?? []) {
      const upstream = upstreamOf(upstreams, ingress, backend)
      const isTaken = locations.some((one) => one.ingressPath === path && one.pathType === pathType)
      if (upstream === undefined || isTaken) continue
      locations.push({ exact: false, path, ingressPath: path, pathType, ...named, upstream })
    }
  }
  const fallback = spec.defaultBackend && upstreamOf(upstreams, ingress, spec.defaultBackend)
  if (fallback === undefined) return
  // The default backend answers on the Ingress's own hosts; without any it takes the hosts of nobody.
  const hosts = spec.rules?.map(({ host }) => host || '_') ?? ['_']
  for (const host of hosts) {
    const locations = servers.get(host) ?? []
    servers.set(host, locations)
    if (locations.some(({ ingressPath }) => ingressPath === '/')) continue
    locations.push({
      exact: false,
      path: '/',
      ingressPath: '/',
      pathType: 'ImplementationSpecific',
      ...named,
      upstream: fallback,
    })
  }
}

/** A canary finds its base by host, path and path type; without one it is dropped, with only a line in the log. */
function mergeCanary(servers: ReadonlyMap<string, Location[]>, ingress: Ingress, upstreams: Upstreams): void {
  for (const { host, http } of ingress.spec.rules ?? []) {
    for (const { path = '/', pathType, backend } of http?.paths ?? []) {
      const canary = upstreamOf(upstreams, ingress, backend)
      const base = servers
        .get(host || '_')
        ?.find((one) => one.ingressPath === path && one.pathType === pathType)?.upstream
      if (canary === undefined || base === undefined) continue
      if (base === canary || base.shaping !== undefined || base.alternatives.includes(canary)) continue
      base.alternatives.push(canary)
      if (base.affinity !== undefined && !hasLegacyAffinity(ingress)) canary.affinity = base.affinity
    }
  }
}

function withBoth(locations: readonly Location[]): Location[] {
  const exact = new Set(
    locations.filter(({ pathType }) => pathType === 'Exact').map(({ ingressPath }) => ingressPath),
  )
  return locations.flatMap((one) =>
    nginxLocations({ path: one.ingressPath, pathType: one.pathType }, exact).map((location) => ({
      ...one,
      ...location,
    })),
  )
}
