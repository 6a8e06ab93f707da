import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import { asObject, asObjects, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import { reservedTags } from '@/lib/domain/reserved-tags'
import { documentOrder } from './document-order'
import { readTag } from './istio-destinations'
import { hostsOf, isIstio, serviceOfHost } from './istio-hosts'
import { plainPaths, samePath } from './istio-paths'
import { readMatch } from './istio-read-match'
import { ruleName } from './istio-render'
import type { BaseRoute, Routes, RoutesRule, RouteTarget, ServicePort } from './provider'

type Read = { base: BaseRoute; service: ServicePort; tagHeader: string }

/**
 * What our rules in a VirtualService do, in their order; of a VirtualService of our own, all of them. Null when one of ours
 * carries something that `renderIstio` does not write.
 */
export function readIstio(objects: readonly KubeObject[], base: BaseRoute): Routes | null {
  const route = base.own ? objects.find((object) => isOwnRoute(object, base)) : base.object
  const rules = asObjects(at(route, 'spec', 'http'))
  const runs = base.own ? [rules.filter(({ name }) => isOurs(name))] : oursBefore(rules, base.paths)
  const ours = runs.flat()
  const service = { name: base.service.name, port: Number(base.service.port) || 0 }
  const read = { base, service, tagHeader: tagHeaderOf(ours) }
  const parts = ours.map((rule) => readRule(rule, read))
  const known = parts.flatMap((rule) => rule ?? [])
  if (known.length < parts.length) return null
  const rest = known.filter(({ match }) => match === undefined)
  const baseTargets = ours
    .flatMap(({ route: to }) => asObjects(to))
    .filter((to) => laneOf(to, read) === baseline)
  return {
    entry: '',
    host: base.host,
    paths: base.paths,
    base: { service },
    tagHeader: read.tagHeader,
    tagPolicy: baseTargets.some((to) => removed(to).length > 0) ? 'closed' : 'open',
    rules: [
      ...joined(
        known.filter(({ match }) => match !== undefined),
        runs.map((run) => run.map(nameOf)),
      ),
      ...rest.filter(({ name }) => name !== '').slice(0, 1),
    ],
  }
}

/** Our rules before each of the user's rules for these paths; others are another entry's. */
function oursBefore(rules: readonly JsonObject[], paths: BaseRoute['paths']): JsonObject[][] {
  const found: JsonObject[][] = []
  let pending: JsonObject[] = []
  for (const rule of rules) {
    if (isOurs(rule.name)) {
      pending.push(rule)
      continue
    }
    const serves = plainPaths(rule).some((path) => paths.some((wanted) => samePath(path, wanted)))
    if (serves) found.push(pending)
    pending = []
  }
  return found
}

function isOurs(name: unknown): boolean {
  return typeof name === 'string' && (name === ruleName || name.startsWith(`${ruleName}/`))
}

function nameOf(rule: JsonObject): string {
  return String(rule.name).slice(ruleName.length + 1)
}

function isOwnRoute(object: KubeObject, { host }: BaseRoute): boolean {
  const isLanes = object.metadata.labels?.[labelKeys.lane] !== undefined
  return isIstio(object, 'VirtualService') && isLanes && hostsOf(object).includes(host ?? '*')
}

/** A rule of ours; null when it is not understood. */
function readRule(rule: JsonObject, read: Read): RoutesRule | null {
  const name = nameOf(rule)
  const targets = asObjects(rule.route).flatMap((to) => targetOf(to, read))
  const matches = asObjects(rule.match).map(readMatch)
  const branches = matches.flatMap((match) => match ?? [])
  if (branches.length < matches.length || targets.length === 0) return null
  const isElsewhere = branches.some(
    ({ path }) => path !== null && !read.base.paths.some((one) => covering(one, path)),
  )
  if (isElsewhere) return null
  const asking = branches.filter(({ path, conditions }) => path === null || conditions.length > 0)
  if (asking.length === 0) return { name, targets }
  if (asking.length < branches.length) return null
  return { name, match: distinct(asking.map(({ conditions }) => conditions)), targets }
}

/** The two halves of a prefix stand for the whole. */
function covering(one: RoutePathLike, path: RoutePathLike): boolean {
  return (
    samePath(one, path) ||
    (one.type !== 'Exact' && path.type === 'Exact' && samePath({ ...path, type: 'Prefix' }, one))
  )
}
type RoutePathLike = BaseRoute['paths'][number]

/** A rule of the document stands before each of the user's rules that serve its paths, unless it asks for other paths. */
function joined(rules: readonly RoutesRule[], runs: readonly (readonly string[])[]): RoutesRule[] {
  const byName = new Map<string, RoutesRule>()
  for (const rule of rules) {
    const known = byName.get(rule.name)
    const match = distinct([...(known?.match ?? []), ...(rule.match ?? [])])
    byName.set(rule.name, { ...rule, match })
  }
  return documentOrder(runs).flatMap((name) => byName.get(name) ?? [])
}

function distinct(branches: readonly Condition[][]): Condition[][] {
  return [...new Map(branches.map((branch) => [JSON.stringify(branch), branch])).values()]
}

function targetOf(to: JsonObject, read: Read): RouteTarget[] {
  const { host, port } = asObject(to.destination)
  const name = serviceOfHost(host, read.base.object.metadata.namespace)
  const weight = typeof to.weight === 'number' ? to.weight : 100
  if (name === null || weight === 0) return []
  const number = at(port, 'number')
  const lane = laneOf(to, read)
  const subset = at(to, 'destination', 'subset')
  return [
    {
      lane,
      weight,
      service: { name, port: typeof number === 'number' ? number : read.service.port },
      setTag: readTag(to, read.tagHeader),
      ...(lane !== baseline && typeof subset === 'string' && subset !== read.base.version && { subset }),
    },
  ]
}

/** A lane that does not pass its tag on is known by its version or its Service only. */
function laneOf(to: JsonObject, { base, service, tagHeader }: Read): string {
  const tag = readTag(to, tagHeader)
  if (tag !== null && !reservedTags.has(tag)) return tag
  const name = serviceOfHost(at(to, 'destination', 'host'), base.object.metadata.namespace) ?? ''
  const subset = at(to, 'destination', 'subset')
  if (name === service.name) return tag !== null && typeof subset === 'string' ? subset : baseline
  const prefix = `${service.name}-`
  return name.startsWith(prefix) ? name.slice(prefix.length) : name
}

function removed(to: JsonObject): string[] {
  const { remove } = asObject(at(to, 'headers', 'request'))
  return Array.isArray(remove) ? remove.filter((name) => typeof name === 'string') : []
}

/** Destinations set it; where none does, they remove it, after what the user's own rule removes. */
function tagHeaderOf(rules: readonly JsonObject[]): string {
  const destinations = rules.flatMap(({ route }) => asObjects(route))
  const set = destinations.flatMap((to) =>
    Object.keys(asObject(at(to, 'headers', 'request', 'set'))).slice(-1),
  )
  return set[0] ?? destinations.flatMap((to) => removed(to).slice(-1))[0] ?? ''
}
