import type { Entry } from '@/lib/domain/entry'
import { asObject, asObjects, asTexts, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import { say } from '@/lib/words/sentence'
import { gatewayKey, gatewaysOf, hostsOf, isIstio, meshGateway, serviceOfHost } from './istio-hosts'
import { covers, isConditional, matchesOfRule, pathOf, plainPaths, samePath } from './istio-paths'
import type { IstioSettings } from './istio-settings'
import { noBase, severalBases } from './no-base'
import type { BaseProblem, BaseRoute, RoutePath, ServicePort } from './provider'

/** One rule of the user's VirtualService, and which of the entry's paths it serves. */
export type BaseRule = { index: number; rule: JsonObject; paths: RoutePath[]; otherPaths: RoutePath[] }

const everything: RoutePath = { path: '/', type: 'Prefix' }

/** Whether an object is a VirtualService of the user's that a gateway serves. */
export function isEntryRoute(object: KubeObject): boolean {
  const isOurs = object.metadata.labels?.[labelKeys.lane] !== undefined
  return (
    isIstio(object, 'VirtualService') && !isOurs && gatewaysOf(object).some((name) => name !== meshGateway)
  )
}

/**
 * The VirtualService with an entry's host and paths; where no gateway of the settings serves the host, the application's
 * Service, and the whole route is ours to make. Two VirtualServices of one host on one gateway are refused: their rules are
 * joined in an order that nothing says.
 * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services
 */
export function findBaseRoute(input: {
  entry: Entry
  settings: IstioSettings
  objects: readonly KubeObject[]
  service: ServicePort | undefined
}): BaseRoute | BaseProblem {
  const { entry, settings, objects, service } = input
  const host = entry.host ?? '*'
  const found = objects.filter(
    (object) => isEntryRoute(object) && hostsOf(object).includes(host) && isOnGateways(object, settings),
  )
  const [only, ...more] = found
  if (only === undefined) return ownRoute(input)
  if (more.length > 0) {
    const names = found.map(({ metadata }) => metadata.name)
    return severalBases({ entry, kind: 'VirtualService', names, setting: 'gateways' })
  }
  const paths = servedPaths(only, entry, service)
  if (paths.length === 0) return noBase({ entry, kind: 'VirtualService', ofClass: undefined })
  if (isHiddenByConditions(only, paths)) return conditionalProblem(only)
  const base = { object: only, host: entry.host, paths, service: { name: '', port: 0 } }
  const services = baseRules(base).map(({ rule }) => serviceOf(rule, only, service))
  const [first, ...others] = services
  if (!first || others.some((one) => one?.name !== first.name || one.port !== first.port))
    return splitProblem(only)
  return withVersions({ ...base, service: first }, input)
}

function isOnGateways(object: KubeObject, { gateways }: IstioSettings): boolean {
  const { namespace } = object.metadata
  const own = gatewaysOf(object)
  return gateways === undefined || gateways.some((name) => own.includes(gatewayKey(name, namespace)))
}

function ownRoute(input: Parameters<typeof findBaseRoute>[0]): BaseRoute | BaseProblem {
  const { entry, objects, service, settings } = input
  const object = objects.find(
    ({ apiVersion, kind, metadata }) =>
      apiVersion === 'v1' && kind === 'Service' && metadata.name === service?.name,
  )
  if (!settings.gateways || !service || !object)
    return noBase({ entry, kind: 'VirtualService', ofClass: undefined })
  const paths = (entry.paths ?? [everything]).map(({ path, type }) => ({ path, type }))
  return withVersions({ object, host: entry.host, paths, service, own: true }, input)
}

/** What tells versions behind the Service apart; a base without one cannot be a subset. */
function withVersions(
  base: BaseRoute,
  { objects, settings }: Parameters<typeof findBaseRoute>[0],
): BaseRoute | BaseProblem {
  if (settings.subsets !== 'subset') return base
  const rules = objects.filter(
    (object) =>
      isIstio(object, 'DestinationRule') &&
      object.metadata.labels?.[labelKeys.lane] === undefined &&
      serviceOfHost(at(object, 'spec', 'host'), object.metadata.namespace) === base.service.name,
  )
  const version = settings.baseVersion ?? versionBehind(base.service.name, objects)
  if (version === null) {
    const message = say('planning.noBaseVersion', { service: base.service.name })
    return { problem: { code: 'NoBaseVersion', message, params: { service: base.service.name } } }
  }
  return { ...base, beside: rules, version }
}

/** The `version` label of the pods that the user runs behind a Service; null when there is none, or several. */
export function versionBehind(service: string, objects: readonly KubeObject[]): string | null {
  const found = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === service)
  const selector = Object.entries(asTexts(at(found, 'spec', 'selector')))
  const versions = objects
    .filter(({ kind, metadata }) => kind === 'Deployment' && metadata.labels?.[labelKeys.lane] === undefined)
    .map((deployment) => asTexts(at(deployment, 'spec', 'template', 'metadata', 'labels')))
    .filter((labels) => selector.length > 0 && selector.every(([key, value]) => labels[key] === value))
    .map(({ version }) => version)
  const [version] = versions
  return version !== undefined && versions.every((one) => one === version) ? version : null
}

/** The rules of a base route that serve paths of its entry: the first for each path. */
export function baseRules({ object, paths }: BaseRoute): BaseRule[] {
  const left = [...paths]
  return asObjects(at(object, 'spec', 'http')).flatMap((rule, index) => {
    const plain = plainPaths(rule)
    const own = plain.filter((path) => left.some((wanted) => samePath(path, wanted)))
    if (own.length === 0) return []
    for (const path of own)
      left.splice(
        left.findIndex((wanted) => samePath(path, wanted)),
        1,
      )
    return [{ index, rule, paths: own, otherPaths: plain.filter((path) => !own.includes(path)) }]
  })
}

function servedPaths(object: KubeObject, entry: Entry, service: ServicePort | undefined): RoutePath[] {
  const served = asObjects(at(object, 'spec', 'http')).flatMap((rule) => {
    const to = serviceOf(rule, object, service)
    return plainPaths(rule).map((path) => ({ ...path, to: to?.name }))
  })
  if (entry.paths === undefined)
    return served
      .filter(({ to }) => to !== undefined && (!service || to === service.name))
      .map(({ path, type }) => ({ path, type }))
  const wanted = entry.paths.map((path) => served.find((one) => samePath(one, path)))
  const known = wanted.flatMap((one) => (one ? [{ path: one.path, type: one.type }] : []))
  return known.length === wanted.length ? known : []
}

/** Whether rules of the user's that ask for more than a path stand before the rule of one of the paths. */
function isHiddenByConditions(object: KubeObject, paths: readonly RoutePath[]): boolean {
  const left = [...paths]
  for (const rule of asObjects(at(object, 'spec', 'http'))) {
    const asking = matchesOfRule(rule).filter((match) => isConditional(match) || pathOf(match) === null)
    const hides = asking.some((match) => {
      const place = pathOf(match)
      return left.some((path) => place === null || covers(place, path))
    })
    if (hides) return true
    for (const path of plainPaths(rule)) {
      const index = left.findIndex((wanted) => samePath(path, wanted))
      if (index >= 0) left.splice(index, 1)
    }
    if (left.length === 0) return false
  }
  return false
}

/** The one Service that a rule leads to, in its own namespace; null when there is another number of destinations. */
function serviceOf(
  rule: JsonObject,
  object: KubeObject,
  service: ServicePort | undefined,
): ServicePort | null {
  const [route, ...others] = asObjects(rule.route)
  if (route === undefined || others.length > 0) return null
  const destination = asObject(route.destination)
  const name = serviceOfHost(destination.host, object.metadata.namespace)
  const number = at(destination, 'port', 'number')
  const port = typeof number === 'number' ? number : service?.name === name ? service?.port : undefined
  return name === null || port === undefined ? null : { name, port }
}

function splitProblem({ kind, metadata: { name } }: KubeObject): BaseProblem {
  return {
    problem: { code: 'BaseRouteSplit', message: say('planning.baseSplit', { kind, name }), params: { name } },
  }
}

function conditionalProblem({ kind, metadata: { name } }: KubeObject): BaseProblem {
  const message = say('planning.baseConditional', { kind, name })
  return { problem: { code: 'BaseRouteConditional', message, params: { name } } }
}
