import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import { asObject, asObjects, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import { reservedTags } from '@/lib/domain/reserved-tags'
import { baseRules, hostsOf, routeKind } from './gateway-api-base'
import { lastChanged, readTag, removesHeader } from './gateway-api-filters'
import { matchRank, pathOf, readMatch, ruleMatches, samePath } from './gateway-api-match'
import type { BaseRoute, Routes, RoutesRule, RouteTarget, ServicePort } from './provider'

type Read = { base: BaseRoute; service: ServicePort; tagHeader: string }
type Branch = { name: string; conditions: Condition[]; targets: RouteTarget[] }

/**
 * What the lanes' HTTPRoutes beside a base route and the base route's own rules do, in the gateway's order. Null when
 * one of ours carries something that `renderGatewayApi` does not write.
 */
export function readGatewayApi(objects: readonly KubeObject[], base: BaseRoute): Routes | null {
  const own = baseRules(base)
  const lanes = objects.filter((object) => isLaneRoute(object, base))
  const laneRules = lanes.flatMap((lane) => asObjects(at(lane, 'spec', 'rules')))
  const port = typeof base.service.port === 'number' ? base.service.port : 0
  const service = { name: base.service.name, port }
  const tagHeader = tagHeaderOf(
    laneRules,
    own.map(({ rule }) => rule),
  )
  const read = { base, service, tagHeader }
  const branches = lanes.map((lane) => laneBranches(lane, read))
  const known = branches.flatMap((list) => list ?? [])
  const shares = own.map(({ rule }) => targetsOf(rule, baseline, read))
  const [first] = shares
  if (branches.includes(null) || shares.some((one) => JSON.stringify(one) !== JSON.stringify(first)))
    return null
  const splits = first?.some(({ lane }) => lane !== baseline)
  return {
    entry: '',
    host: base.host,
    paths: base.paths,
    base: { service },
    tagHeader,
    tagPolicy: own.every(({ rule }) => removesTag(rule, read)) ? 'closed' : 'open',
    rules: [...matchRules(known), ...(first && splits ? [{ name: everyone, targets: first }] : [])],
  }
}

/** The base route says nothing of the name of the rule that split it. */
const everyone = 'everyone'

/** Whether a route is a lane's at the base's host and at one of its paths; entries of one host may have paths each. */
function isLaneRoute(object: KubeObject, { host, paths }: BaseRoute): boolean {
  const isOurs = object.metadata.labels?.[labelKeys.lane] !== undefined
  const hosts = hostsOf(object)
  if (object.kind !== routeKind.kind || !isOurs || hosts.length !== 1 || hosts[0] !== host) return false
  const own = asObjects(at(object, 'spec', 'rules'))
    .flatMap(ruleMatches)
    .flatMap((match) => pathOf(match) ?? [])
  return own.some((path) => paths.some((wanted) => samePath(path, wanted)))
}

function laneBranches(lane: KubeObject, read: Read): Branch[] | null {
  const names = lane.metadata.annotations?.[ruleAnnotation]?.split(',') ?? []
  const label = lane.metadata.labels?.[labelKeys.lane] ?? baseline
  const branches = asObjects(at(lane, 'spec', 'rules')).flatMap((rule, index): (Branch | null)[] => {
    const name = names[index]
    const targets = targetsOf(rule, label, read)
    if (name === undefined || targets.length === 0) return [null]
    return ruleMatches(rule).map((match) => {
      const conditions = readMatch(match)
      const path = pathOf(match)
      const isKnown = path !== null && read.base.paths.some((one) => samePath(one, path))
      return isKnown && conditions !== null && conditions.length > 0 ? { name, conditions, targets } : null
    })
  })
  const known = branches.filter((branch) => branch !== null)
  return known.length === branches.length ? known : null
}

/** Branches in the gateway's order, those of one rule together; each path's copy counts once. */
function matchRules(branches: readonly Branch[]): RoutesRule[] {
  const rules = new Map<string, RoutesRule & { match: Condition[][] }>()
  const inOrder = [...branches].sort((one, other) => matchRank(other.conditions) - matchRank(one.conditions))
  for (const { name, conditions, targets } of inOrder) {
    const key = JSON.stringify([name, matchRank(conditions), targets])
    const known = rules.get(key) ?? { name, match: [], targets }
    rules.set(key, known)
    if (!known.match.some((other) => JSON.stringify(other) === JSON.stringify(conditions)))
      known.match.push(conditions)
  }
  return [...rules.values()]
}

/** Where a rule leads. `label` is the lane of its route, for a single backend; of several, the tag says the lane. */
function targetsOf(rule: JsonObject, label: string, read: Read): RouteTarget[] {
  const refs = asObjects(rule.backendRefs)
  const isSplit = refs.length > 1
  return refs.flatMap((ref): RouteTarget[] => {
    const { name, port, weight = 1 } = ref
    if (typeof name !== 'string' || typeof port !== 'number' || typeof weight !== 'number' || weight === 0)
      return []
    const tag = readTag(isSplit ? ref.filters : rule.filters, read.tagHeader)
    const setTag = tag.verb === 'set' ? tag.value : null
    const lane = isSplit ? laneOf(name, setTag, read.service) : label
    return [{ lane, weight, service: { name, port }, setTag }]
  })
}

/** A lane that does not pass its tag on is known by its Service only. */
function laneOf(service: string, tag: string | null, base: ServicePort): string {
  if (tag !== null && !reservedTags.has(tag)) return tag
  if (service === base.name) return baseline
  const prefix = `${base.name}-`
  return service.startsWith(prefix) ? service.slice(prefix.length) : service
}

function removesTag(rule: JsonObject, { service, tagHeader }: Read): boolean {
  const own = asObjects(rule.backendRefs).find(({ name }) => name === service.name)
  return removesHeader(rule.filters, tagHeader) || removesHeader(asObject(own).filters, tagHeader)
}

/** Lanes set it last; where none does, the base's rules or the lanes' that stay on the baseline remove it last. */
function tagHeaderOf(lanes: readonly JsonObject[], base: readonly JsonObject[]): string {
  const rules = [...lanes, ...base]
  const lists = rules.flatMap((rule) => [
    ...asObjects(rule.backendRefs).map(({ filters }) => filters),
    rule.filters,
  ])
  const names = (['set', 'remove'] as const).flatMap((verb) =>
    lists.map((filters) => lastChanged(filters, verb)),
  )
  return names.find((name) => name !== null) ?? ''
}
