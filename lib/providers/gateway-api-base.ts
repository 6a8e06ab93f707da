import type { Entry } from '@/lib/domain/entry'
import { asObjects, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import { say } from '@/lib/words/sentence'
import { isConditional, pathOf, ruleMatches, samePath } from './gateway-api-match'
import { noBase, severalBases } from './no-base'
import type { BaseProblem, BaseRoute, RoutePath, ServicePort } from './provider'

/** The Gateway of a namespace. */
export type GatewayName = { name: string; namespace: string }

const group = 'gateway.networking.k8s.io'

/** The kind of routes. @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute */
export const routeKind = { apiVersion: `${group}/v1`, kind: 'HTTPRoute' } as const

/** One rule of the user's route, and which of the entry's paths it serves. */
export type BaseRule = { index: number; rule: JsonObject; paths: RoutePath[]; otherPaths: RoutePath[] }

/** The Gateways that a route is attached to; parents of other kinds, such as the Services of a mesh, do not count.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference */
export function parentGateways(route: KubeObject): GatewayName[] {
  return asObjects(at(route, 'spec', 'parentRefs')).flatMap(({ kind, name, namespace, ...ref }) => {
    if ((kind ?? 'Gateway') !== 'Gateway' || (ref.group ?? group) !== group || typeof name !== 'string')
      return []
    const own = route.metadata.namespace ?? ''
    return [{ name, namespace: typeof namespace === 'string' ? namespace : own }]
  })
}

/** The Gateways of a base route as references. */
export function gatewayRefs({ object }: BaseRoute): ObjectRef[] {
  return parentGateways(object).map((gateway) => ({ apiVersion: `${group}/v1`, kind: 'Gateway', ...gateway }))
}

/** Whether an object is a route of the user's that requests from outside reach; the lanes' own are none. */
export function isEntryRoute(object: KubeObject): boolean {
  const isRoute = object.kind === routeKind.kind && object.apiVersion.startsWith(`${group}/`)
  const isLane = object.metadata.labels?.[labelKeys.lane] !== undefined
  return isRoute && !isLane && parentGateways(object).length > 0
}

/** The host names of a route; undefined stands for any host. */
export function hostsOf(route: KubeObject): (string | undefined)[] {
  const hosts = at(route, 'spec', 'hostnames')
  const names = Array.isArray(hosts) ? hosts.filter((host) => typeof host === 'string') : []
  return names.length > 0 ? names : [undefined]
}

/**
 * The HTTPRoute with an entry's host and paths. Without paths in the entry, all paths of the route that lead to `service`
 * count. A route that itself tells requests of these paths apart by conditions is refused: its rules would go before the
 * lanes' or after them by their number of conditions.
 */
export function findBaseRoute(input: {
  entry: Entry
  gateway: GatewayName | undefined
  objects: readonly KubeObject[]
  service: ServicePort | undefined
}): BaseRoute | BaseProblem {
  const { entry, gateway, objects, service } = input
  const routes = objects
    .filter((object) => isEntryRoute(object) && hostsOf(object).includes(entry.host))
    .filter(
      (object) => gateway === undefined || parentGateways(object).some((one) => sameGateway(one, gateway)),
    )
  const found = routes.flatMap((object) => {
    const paths = servedPaths(object, entry, service)
    return paths.length > 0 ? [{ object, paths }] : []
  })
  const [only, ...more] = found
  const named = gateway && say('planning.onGateway', gateway)
  if (only === undefined) return noBase({ entry, kind: routeKind.kind, ofClass: named })
  if (more.length > 0) {
    const names = found.map(({ object }) => object.metadata.name)
    return severalBases({ entry, kind: routeKind.kind, names, setting: 'gateway' })
  }
  const conditional = routes.find((object) => hasConditions(object, only.paths))
  return conditional ? conditionalProblem(conditional) : baseOf(only.object, only.paths, entry)
}

function sameGateway(one: GatewayName, other: GatewayName): boolean {
  return one.name === other.name && one.namespace === other.namespace
}

function servedPaths(route: KubeObject, entry: Entry, service: ServicePort | undefined): RoutePath[] {
  const served = asObjects(at(route, 'spec', 'rules')).flatMap((rule) =>
    plainPaths(rule).map((path) => ({ ...path, service: serviceOf(rule, route)?.name })),
  )
  if (entry.paths === undefined)
    return served
      .filter((path) => !service || path.service === service.name)
      .map(({ path, type }) => ({ path, type }))
  const wanted = entry.paths.map(({ path, type }) => served.find((one) => samePath(one, { path, type })))
  const known = wanted.flatMap((found) => (found ? [{ path: found.path, type: found.type }] : []))
  return known.length === wanted.length ? known : []
}

function plainPaths(rule: JsonObject): RoutePath[] {
  return ruleMatches(rule)
    .filter((match) => !isConditional(match))
    .flatMap((match) => pathOf(match) ?? [])
}

function hasConditions(route: KubeObject, paths: readonly RoutePath[]): boolean {
  return asObjects(at(route, 'spec', 'rules'))
    .flatMap(ruleMatches)
    .filter(isConditional)
    .some((match) => {
      const own = pathOf(match)
      return own !== null && paths.some((path) => samePath(own, path))
    })
}

/** The one Service that a rule leads to, in its route's namespace; null when there is another number of backends. */
function serviceOf(rule: JsonObject, route: KubeObject): ServicePort | null {
  const [ref, ...others] = asObjects(rule.backendRefs)
  if (ref === undefined || others.length > 0) return null
  const { group: api = '', kind = 'Service', name, namespace, port } = ref
  const isNear = namespace === undefined || namespace === route.metadata.namespace
  if (api !== '' || kind !== 'Service' || !isNear) return null
  return typeof name === 'string' && typeof port === 'number' ? { name, port } : null
}

/** The rules of a base route that serve paths of its entry. */
export function baseRules({ object, paths }: BaseRoute): BaseRule[] {
  return asObjects(at(object, 'spec', 'rules')).flatMap((rule, index) => {
    const plain = plainPaths(rule)
    const own = plain.filter((path) => paths.some((wanted) => samePath(path, wanted)))
    if (own.length === 0) return []
    return [{ index, rule, paths: own, otherPaths: plain.filter((path) => !own.includes(path)) }]
  })
}

function baseOf(object: KubeObject, paths: RoutePath[], entry: Entry): BaseRoute | BaseProblem {
  const { kind, metadata } = object
  const route = { object, host: entry.host, paths, service: { name: '', port: 0 } }
  const services = baseRules(route).map(({ rule }) => serviceOf(rule, object))
  const [service, ...others] = services
  if (!service || others.some((one) => one?.name !== service.name || one.port !== service.port)) {
    const named = { kind, name: metadata.name }
    return {
      problem: {
        code: 'BaseRouteSplit',
        message: say('planning.baseSplit', named),
        params: { name: named.name },
      },
    }
  }
  return { ...route, service }
}

function conditionalProblem({ kind, metadata: { name } }: KubeObject): BaseProblem {
  const message = say('planning.baseConditional', { kind, name })
  return { problem: { code: 'BaseRouteConditional', message, params: { name } } }
}
