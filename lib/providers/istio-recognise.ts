import { asObject, asObjects, asTexts, at, type JsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import type { FoundBranch, FoundSplit, FoundTarget, RecogniseInput } from './found-split'
import { istioDoors } from './istio-doors'
import { isIstio, serviceOfHost } from './istio-hosts'
import { covers, isConditional, matchesOfRule, pathOf } from './istio-paths'
import { readMatch } from './istio-read-match'
import { versionKey } from './istio-subsets'
import type { Door, Edit } from './provider'

type Rule = { rule: JsonObject; targets: FoundTarget[] }

/**
 * VirtualServices whose rules share requests among Services or subsets, or tell them apart by conditions, all in the user's
 * own object. A rule that does more than that is left out, with a loss that says so.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export function recogniseVirtualServices({ routes, isBaseline }: RecogniseInput): FoundSplit[] {
  return istioDoors(routes).flatMap((door) => splitOf(door, routes, isBaseline) ?? [])
}

function splitOf(
  door: Door,
  routes: readonly KubeObject[],
  isBaseline: RecogniseInput['isBaseline'],
): FoundSplit | null {
  const rules = asObjects(at(door.object, 'spec', 'http')).map(
    (rule): Rule => ({ rule, targets: targetsOf(rule, door.object, routes) }),
  )
  const last = rules.find(({ rule }) => matchesOfRule(rule).some((match) => takesDoor(match, door)))
  const base = last?.targets.find(isBaseline) ?? last?.targets[0]
  if (!last || !base) return null
  const before = rules.slice(0, rules.indexOf(last)).filter(({ rule }) => isAt(rule, door))
  const conditions = before.map((one) => ({ one, branch: conditionBranch(one, door) }))
  const known = conditions.flatMap(({ branch }) => branch ?? [])
  const shares: FoundBranch[] =
    last.targets.length > 1 ? [{ object: door.object, targets: last.targets }] : []
  if (known.length + shares.length === 0) return null
  const lanes = conditions.flatMap(({ one, branch }) => (branch ? [one.rule] : []))
  return {
    door: { ...door, settings: { ...door.settings, ...versionSettings(base) } },
    base,
    branches: [...known, ...shares],
    claims: [claimOf(door.object, last, base, lanes)],
    tag: null,
    losses: conditions.some(({ branch }) => branch === null) ? [conditionLoss(door.object)] : [],
  }
}

/** With pods told apart by a version, lanes share the baseline's Service. */
function versionSettings({ pods }: FoundTarget): Record<string, unknown> {
  const version = pods?.[versionKey]
  return version === undefined ? {} : { subsets: 'subset', baseVersion: version }
}

function targetsOf(rule: JsonObject, route: KubeObject, routes: readonly KubeObject[]): FoundTarget[] {
  const { namespace } = route.metadata
  return asObjects(rule.route).flatMap(({ destination, weight = 100 }): FoundTarget[] => {
    const { host, subset, port } = asObject(destination)
    const name = serviceOfHost(host, namespace)
    if (name === null || typeof weight !== 'number') return []
    const number = asObject(port).number
    const service = { name, port: typeof number === 'number' ? number : '' }
    return [{ service, pods: podsOf(name, subset, namespace, routes), weight, tag: null, route: null }]
  })
}

/** The labels by which a DestinationRule of the Service names a subset. */
function podsOf(
  service: string,
  subset: unknown,
  namespace: string | undefined,
  routes: readonly KubeObject[],
): Record<string, string> | null {
  if (typeof subset !== 'string') return null
  const subsets = routes
    .filter((object) => isIstio(object, 'DestinationRule'))
    .filter((object) => serviceOfHost(at(object, 'spec', 'host'), namespace) === service)
    .flatMap((object) => asObjects(at(object, 'spec', 'subsets')))
  return asTexts(subsets.find(({ name }) => name === subset)?.labels)
}

function takesDoor(match: JsonObject, { paths }: Door): boolean {
  const place = pathOf(match)
  return !isConditional(match) && place !== null && paths.every((path) => covers(place, path))
}

function isAt(rule: JsonObject, { paths }: Door): boolean {
  return matchesOfRule(rule).some((match) => {
    const place = pathOf(match)
    return place === null || paths.some((path) => covers(place, path) || covers(path, place))
  })
}

/** A rule of conditions for just the door's paths; null for one that says more. */
function conditionBranch({ rule, targets }: Rule, door: Door): FoundBranch | null {
  const known = new Set(['name', 'match', 'route'])
  if (Object.keys(rule).some((key) => !known.has(key)) || targets.length === 0) return null
  const lists = matchesOfRule(rule).map((match) => {
    const read = readMatch(match)
    const isHere = read?.path && door.paths.every((path) => read.path && covers(read.path, path))
    return isHere && read.conditions.length > 0 ? read.conditions : null
  })
  const match = lists.flatMap((list) => (list === null ? [] : [list]))
  return match.length === lists.length ? { object: door.object, match, targets } : null
}

/** The rules as they would stand without the lanes': no rule of theirs, and the baseline as the only destination. */
function claimOf(object: KubeObject, last: Rule, base: FoundTarget, lanes: readonly JsonObject[]): Edit {
  const after = asObjects(at(object, 'spec', 'http'))
  const own = asObject(asObjects(last.rule.route)[last.targets.indexOf(base)])
  const before = after
    .filter((rule) => !lanes.includes(rule))
    .map((rule) => (rule === last.rule ? { ...rule, route: [{ destination: own.destination }] } : rule))
  return { ref: refOf(object), uid: object.metadata.uid, path: '/spec/http', before, after }
}

function conditionLoss(object: KubeObject): Notice {
  const { kind, metadata } = object
  const message = say('importing.conditionInBase', { kind, name: metadata.name })
  return { code: 'ConditionInBase', severity: 'warning', message, object: refOf(object) }
}
