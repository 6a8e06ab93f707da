import type { Condition } from '@/lib/domain/condition'
import { asObject, asObjects, asTexts, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { hostsOf, parentGateways } from './gateway-api-base'
import { pathOf, readMatch, ruleMatches } from './gateway-api-match'
import { readConditions } from './mse-condition'
import { mseKeys } from './mse-keys'
import type { RoutePath } from './provider'

/** What a route of any kind takes: requests of a host (undefined: any) and path that meet `conditions`. */
export type RouteClaim = {
  host: string | undefined
  path: RoutePath
  /** An AND-list; empty for all requests, null where the route says it in a way that is not read here. */
  conditions: readonly Condition[] | null
  /** The Services that they go to. */
  services: readonly string[]
  /** Whether it only splits what another route takes. */
  isBranch: boolean
}

/** The kinds whose claims are read. */
export const claimKinds = [
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
  { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' },
] as const

/** What a route takes of the requests from outside; nothing for other kinds and for routes between applications. */
export function routeClaims(object: KubeObject): RouteClaim[] {
  switch (object.kind) {
    case 'Ingress':
      return ingressClaims(object)
    case 'HTTPRoute':
      return parentGateways(object).length > 0 ? httpRouteClaims(object) : []
    case 'VirtualService':
      return virtualServiceClaims(object)
    default:
      return []
  }
}

/** @see https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-rules */
function ingressClaims(object: KubeObject): RouteClaim[] {
  const annotations = asTexts(object.metadata.annotations)
  const keys = mseKeys('mse.ingress.kubernetes.io')
  const isBranch = annotations[keys.canary] === 'true'
  const conditions = isBranch ? readConditions(annotations, keys) : []
  return asObjects(at(object, 'spec', 'rules')).flatMap((rule) =>
    asObjects(at(rule, 'http', 'paths')).map(({ path, pathType, backend }): RouteClaim => {
      const service = at(backend, 'service', 'name')
      return {
        host: typeof rule.host === 'string' ? rule.host : undefined,
        path: {
          path: typeof path === 'string' && path !== '' ? path : '/',
          type: pathType === 'Exact' ? 'Exact' : 'Prefix',
        },
        conditions,
        services: typeof service === 'string' ? [service] : [],
        isBranch,
      }
    }),
  )
}

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute */
function httpRouteClaims(object: KubeObject): RouteClaim[] {
  return asObjects(at(object, 'spec', 'rules')).flatMap((rule) => {
    const services = asObjects(rule.backendRefs).flatMap(({ name }) =>
      typeof name === 'string' ? [name] : [],
    )
    return ruleMatches(rule).flatMap((match) => {
      const path = pathOf(match)
      const conditions = readMatch(match)
      if (path === null) return []
      return hostsOf(object).map(
        (host): RouteClaim => ({ host, path, conditions, services, isBranch: false }),
      )
    })
  })
}

/** Without `gateways`, or with `mesh` alone, it is for calls between applications.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
function virtualServiceClaims(object: KubeObject): RouteClaim[] {
  const gateways = at(object, 'spec', 'gateways')
  if (!Array.isArray(gateways) || gateways.every((gateway) => gateway === 'mesh')) return []
  const hosts = at(object, 'spec', 'hosts')
  const names = Array.isArray(hosts) ? hosts.filter((host) => typeof host === 'string') : []
  return asObjects(at(object, 'spec', 'http')).flatMap((http) => {
    const services = asObjects(http.route).flatMap(({ destination }) => {
      const host = at(destination, 'host')
      return typeof host === 'string' ? [host.split('.')[0] ?? host] : []
    })
    const matches = asObjects(http.match)
    return (matches.length > 0 ? matches : [{}]).flatMap((match) => {
      const path = uriOf(match)
      if (path === null) return []
      const conditions = virtualConditions(match)
      return names.map(
        (host): RouteClaim => ({
          host: host === '*' ? undefined : host,
          path,
          conditions,
          services,
          isBranch: false,
        }),
      )
    })
  })
}

function uriOf({ uri }: JsonObject): RoutePath | null {
  const { exact, prefix } = asObject(uri)
  if (typeof exact === 'string') return { path: exact, type: 'Exact' }
  if (typeof prefix === 'string') return { path: prefix, type: 'Prefix' }
  return uri === undefined ? { path: '/', type: 'Prefix' } : null
}

function virtualConditions(match: JsonObject): Condition[] | null {
  const known = new Set(['uri', 'headers', 'queryParams', 'name'])
  if (Object.keys(match).some((key) => !known.has(key))) return null
  const named = (['headers', 'queryParams'] as const).flatMap((field) =>
    Object.entries(asObject(match[field])).map(([name, test]) =>
      stringMatch(field === 'headers' ? 'header' : 'query', name, asObject(test)),
    ),
  )
  const read = named.filter((condition) => condition !== null)
  return read.length === named.length ? read : null
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch */
function stringMatch(source: 'header' | 'query', name: string, test: JsonObject): Condition | null {
  for (const operator of ['exact', 'prefix', 'regex'] as const) {
    const value = test[operator]
    if (typeof value === 'string') return { source, name, operator, value }
  }
  return Object.keys(test).length === 0 ? { source, name, operator: 'present' } : null
}
