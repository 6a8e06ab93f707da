import { baseline } from '@/lib/domain/baseline'
import { asObject, asObjects, at, isJsonObject, type JsonObject } from '@/lib/domain/json'
import { serviceHost } from './istio-hosts'
import type { BaseRoute, Routes, RouteTarget } from './provider'

type Input = { routes: Routes; base: BaseRoute; rule: JsonObject }

/**
 * Where a rule of ours sends requests, with what each destination does to the tag header. The header is only touched at
 * destinations: what a rule removes goes after what a destination sets.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export function destinationsOf(targets: readonly RouteTarget[], input: Input): JsonObject[] {
  const isSplit = targets.length > 1
  return targets.map((target) => {
    const headers = headersOf(target, input)
    return {
      destination: destinationOf(target, input),
      ...(isSplit && { weight: target.weight }),
      ...(headers && { headers }),
    }
  })
}

function destinationOf(target: RouteTarget, { base, rule }: Input): JsonObject {
  const [first] = asObjects(rule.route)
  const own = asObject(first?.destination)
  const { namespace = '' } = base.object.metadata
  const { service, subset } = target
  const port = { number: service.port }
  if (service.name !== base.service.name) return { host: hostLike(own.host, service.name, namespace), port }
  const version = subset ?? (own.subset === undefined ? base.version : own.subset)
  return {
    ...(first ? own : { host: serviceHost(service.name, namespace), port }),
    ...(version !== undefined && { subset: version }),
  }
}

/** A name in the form in which the user's rule writes its own. */
function hostLike(own: unknown, service: string, namespace: string): string {
  if (typeof own !== 'string') return serviceHost(service, namespace)
  const at = own.indexOf('.')
  return at < 0 ? service : `${service}${own.slice(at)}`
}

function headersOf({ lane, setTag }: RouteTarget, { routes, rule }: Input): JsonObject | null {
  const { tagHeader, tagPolicy } = routes
  const [first] = asObjects(rule.route)
  const own = withoutTag(lane === baseline ? first?.headers : undefined, tagHeader)
  const removes =
    tagPolicy === 'closed' || removesTag(rule.headers, tagHeader) || removesTag(first?.headers, tagHeader)
  if (setTag === null && !removes) return own
  const request = asObject(own?.request)
  const edit =
    setTag === null
      ? { remove: [...texts(request.remove), tagHeader] }
      : { set: { ...asObject(request.set), [tagHeader]: setTag } }
  return { ...own, request: { ...request, ...edit } }
}

/** Header changes that leave the tag header alone; null when none are left. */
export function withoutTag(headers: unknown, tagHeader: string): JsonObject | null {
  if (!isJsonObject(headers)) return null
  const { request, ...rest } = headers
  const { set, add, remove, ...others } = asObject(request)
  const changes = {
    ...others,
    ...kept('set', withoutName(set, tagHeader)),
    ...kept('add', withoutName(add, tagHeader)),
    ...kept(
      'remove',
      texts(remove).filter((name) => !sameName(name, tagHeader)),
    ),
  }
  const left = { ...rest, ...(Object.keys(changes).length > 0 && { request: changes }) }
  return Object.keys(left).length > 0 ? left : null
}

function kept(key: string, value: object): JsonObject {
  return Object.keys(value).length > 0 ? { [key]: value } : {}
}

function withoutName(record: unknown, name: string): JsonObject {
  return Object.fromEntries(Object.entries(asObject(record)).filter(([key]) => !sameName(key, name)))
}

/** Whether header changes remove a header from requests. */
export function removesTag(headers: unknown, tagHeader: string): boolean {
  return texts(at(headers, 'request', 'remove')).some((name) => sameName(name, tagHeader))
}

/** The tag that a destination of ours sets; null for none. */
export function readTag(destination: JsonObject, tagHeader: string): string | null {
  const set = asObject(at(destination, 'headers', 'request', 'set'))
  const found = Object.entries(set).find(([name]) => sameName(name, tagHeader))?.[1]
  return typeof found === 'string' ? found : null
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
