import type { Entry } from '@/lib/domain/entry'
import { asObject, asObjects, asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { say } from '@/lib/words/sentence'
import { noBase, severalBases } from './no-base'
import type { BaseProblem, BaseRoute, RoutePath, ServicePort } from './provider'

/** What is the same of every gateway whose routes are Ingresses: what to read, and where its address stands. */
export const ofIngresses = {
  routeKinds: [{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' }],
  classKinds: [{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' }],
  gateways: () => [],
  addresses: ({ object }: BaseRoute) => ingressAddresses(object),
} as const

/** The older way to name an Ingress's class; only one of the two ways may stand on an object.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation */
export const classAnnotation = 'kubernetes.io/ingress.class'

/** The class of an Ingress by field or annotation; undefined when it leaves that to the cluster's default. */
export function classOf(ingress: KubeObject): string | undefined {
  const field = at(ingress, 'spec', 'ingressClassName')
  return typeof field === 'string' ? field : ingress.metadata.annotations?.[classAnnotation]
}

/** A path of an Ingress with its Service; null where it leads to none. */
export type IngressPath = RoutePath & { service: { name: string; port: number | string } | null }

/**
 * The Ingress with an entry's host and paths. Canary Ingresses (`isCanary`) and other classes do not count. Without
 * paths in the entry, all paths of the host that lead to `service` count. Where the settings name no class and several
 * Ingresses have them, those of the family's `usualClass` count.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource
 */
export function findBaseIngress(input: {
  entry: Entry
  className: string | undefined
  usualClass: string
  objects: readonly KubeObject[]
  service: ServicePort | undefined
  isCanary: (ingress: KubeObject) => boolean
}): BaseRoute | BaseProblem {
  const { entry, className, objects, service, isCanary } = input
  const found = objects
    .filter(({ kind, apiVersion }) => kind === 'Ingress' && apiVersion.startsWith('networking.k8s.io/'))
    .filter((ingress) => !isCanary(ingress) && (className === undefined || classOf(ingress) === className))
    .flatMap((object) => {
      const paths = matchingPaths(object, entry, service)
      return paths.length > 0 ? [{ object, paths }] : []
    })
  const [only, ...more] = ofUsualClass(found, className === undefined ? input.usualClass : null)
  const ofClass = className === undefined ? undefined : say('planning.ofClass', { className })
  if (only === undefined) return noBase({ entry, kind: 'Ingress', ofClass })
  if (more.length > 0) {
    const names = found.map(({ object }) => object.metadata.name)
    return severalBases({ entry, kind: 'Ingress', names, setting: 'ingressClassName' })
  }
  return baseOf(only.object, only.paths, entry)
}

function ofUsualClass<F extends { object: KubeObject }>(
  found: readonly F[],
  usual: string | null,
): readonly F[] {
  const own =
    found.length > 1 && usual !== null ? found.filter(({ object }) => classOf(object) === usual) : []
  return own.length > 0 ? own : found
}

function baseOf(object: KubeObject, paths: readonly IngressPath[], entry: Entry): BaseRoute | BaseProblem {
  const { name } = object.metadata
  const [service, ...others] = [
    ...new Map(paths.map((path) => [JSON.stringify(path.service), path.service])).values(),
  ]
  if (!service || others.length > 0) {
    const message = say('planning.baseSplit', { kind: object.kind, name })
    return { problem: { code: 'BaseRouteSplit', message, params: { name } } }
  }
  return { object, host: entry.host, paths: paths.map(({ path, type }) => ({ path, type })), service }
}

function matchingPaths(ingress: KubeObject, entry: Entry, service: ServicePort | undefined): IngressPath[] {
  const paths = pathsOfHost(ingress, entry.host)
  if (entry.paths === undefined)
    return paths.filter((path) => !service || path.service?.name === service.name)
  const wanted = entry.paths.map(({ path, type }) =>
    paths.find((candidate) => candidate.path === path && sameType(candidate.type, type)),
  )
  const known = wanted.filter((path) => path !== undefined)
  return known.length === wanted.length ? known : []
}

/** The paths of an Ingress for one host; undefined stands for its rules without host. */
export function pathsOfHost(ingress: KubeObject, host: string | undefined): IngressPath[] {
  return asObjects(at(ingress, 'spec', 'rules'))
    .filter((rule) => (rule.host ?? undefined) === host)
    .flatMap((rule) => asObjects(at(rule, 'http', 'paths')).map(pathOf))
}

function sameType(live: RoutePath['type'], wanted: 'Prefix' | 'Exact'): boolean {
  return live === wanted || (live === 'ImplementationSpecific' && wanted === 'Prefix')
}

function pathOf(path: Record<string, unknown>): IngressPath {
  const type =
    path.pathType === 'Exact' || path.pathType === 'Prefix' ? path.pathType : 'ImplementationSpecific'
  const name = at(path, 'backend', 'service', 'name')
  const port = asObject(at(path, 'backend', 'service', 'port'))
  const number = typeof port.number === 'number' ? port.number : undefined
  const text = typeof port.name === 'string' ? port.name : undefined
  const service = typeof name === 'string' ? { name, port: number ?? text ?? 80 } : null
  return { path: typeof path.path === 'string' ? path.path : '/', type, service }
}

/**
 * `http://host:port` of each address in an Ingress's status; port 80 where the status names none.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressStatus
 */
function ingressAddresses(ingress: KubeObject): string[] {
  return asObjects(at(ingress, 'status', 'loadBalancer', 'ingress')).flatMap((address) => {
    const { ip, hostname } = asTexts(address)
    const host = ip?.includes(':') ? `[${ip}]` : (ip ?? hostname)
    if (host === undefined) return []
    const ports = asObjects(address.ports).flatMap(({ port }) => (typeof port === 'number' ? [port] : []))
    return (ports.length > 0 ? ports : [80])
      .filter((port) => port !== 443)
      .map((port) => `http://${host}:${port}`)
  })
}
