import { asObject, asObjects, at, type JsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { Match } from '@/lib/domain/route-rule'
import { say } from '@/lib/words/sentence'
import type { FoundBranch, FoundSplit, FoundTarget, RecogniseInput } from './found-split'
import { hostsOf, isEntryRoute, parentGateways } from './gateway-api-base'
import { routeDoors } from './gateway-api-doors'
import { lastChanged, readTag, removesHeader } from './gateway-api-filters'
import { isConditional, matchRank, pathOf, readMatch, ruleMatches, samePath } from './gateway-api-match'
import type { Door, Edit } from './provider'

type Rules = { index: number; rule: JsonObject; targets: FoundTarget[] }

/**
 * HTTPRoutes whose rules share their requests among Services, and HTTPRoutes of conditions beside them. A route that says
 * conditions beside its plain rules is left alone, with a loss that says so.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export function recogniseRoutes({ routes, isBaseline }: RecogniseInput): FoundSplit[] {
  const entryRoutes = routes.filter(isEntryRoute)
  return routeDoors(entryRoutes).flatMap((door) => splitOf(door, entryRoutes, isBaseline) ?? [])
}

function splitOf(
  door: Door,
  routes: readonly KubeObject[],
  isBaseline: RecogniseInput['isBaseline'],
): FoundSplit | null {
  const rules = plainRules(door)
  const [first] = rules
  const base = first?.targets.find(isBaseline) ?? first?.targets[0]
  if (!first || !base) return null
  const beside = routes.filter((route) => route !== door.object && isBeside(route, door))
  const conditions = beside.flatMap((route) => conditionBranches(route, door, base))
  const shares = first.targets.length > 1 ? [{ object: door.object, targets: first.targets }] : []
  const branches = [...conditions.sort(byRank).map(({ branch }) => branch), ...shares]
  if (branches.length === 0) return null
  return {
    door,
    base,
    branches,
    claims:
      first.targets.length > 1
        ? rules.flatMap(({ index, rule }) => claimOf(door.object, index, rule, base))
        : [],
    tag: tagOf([door.object, ...beside]),
    losses: hasConditions(door.object) ? [conditionLoss(door.object)] : [],
  }
}

function plainRules({ object, paths }: Door): Rules[] {
  return asObjects(at(object, 'spec', 'rules')).flatMap((rule, index) => {
    const plain = ruleMatches(rule).filter((match) => !isConditional(match))
    const serves = plain.some((match) => {
      const own = pathOf(match)
      return own !== null && paths.some((path) => samePath(own, path))
    })
    return serves ? [{ index, rule, targets: targetsOf(rule, null) }] : []
  })
}

function targetsOf(rule: JsonObject, route: KubeObject | null): FoundTarget[] {
  return asObjects(rule.backendRefs).flatMap(({ name, port, weight = 1, filters }) =>
    typeof name === 'string' && typeof port === 'number' && typeof weight === 'number'
      ? [{ service: { name, port }, pods: null, weight, tag: setTag(filters) ?? setTag(rule.filters), route }]
      : [],
  )
}

function isBeside(route: KubeObject, door: Door): boolean {
  const gateways = parentGateways(door.object).map((gateway) => JSON.stringify(gateway))
  const shares = parentGateways(route).some((gateway) => gateways.includes(JSON.stringify(gateway)))
  return (
    shares &&
    hostsOf(route).includes(door.host ?? undefined) &&
    asObjects(at(route, 'spec', 'rules')).every(isOnlyConditions)
  )
}

function isOnlyConditions(rule: JsonObject): boolean {
  return ruleMatches(rule).every(isConditional)
}

type Ranked = { rank: number; branch: FoundBranch }

const byRank = (one: Ranked, other: Ranked) => other.rank - one.rank

/** The conditions of one route for the paths of a door; each path's copy counts once. */
function conditionBranches(route: KubeObject, door: Door, base: FoundTarget): Ranked[] {
  return asObjects(at(route, 'spec', 'rules')).flatMap((rule) => {
    const lists = new Map<string, Match[number]>()
    for (const match of ruleMatches(rule)) {
      const path = pathOf(match)
      const conditions = readMatch(match)
      if (path === null || conditions === null || !door.paths.some((one) => samePath(one, path))) continue
      lists.set(JSON.stringify(conditions), conditions)
    }
    const match = [...lists.values()]
    const targets = targetsOf(rule, route)
    const rank = Math.max(...match.map(matchRank))
    return match.length > 0
      ? [{ rank, branch: { object: route, match, targets: targets.length > 0 ? targets : [base] } }]
      : []
  })
}

/** The shares of a rule, and the rule as it would stand with the baseline alone. */
function claimOf(object: KubeObject, index: number, rule: JsonObject, base: FoundTarget): Edit[] {
  const after = rule.backendRefs
  const own = asObjects(after).find(({ name }) => name === base.service.name)
  const { weight: _weight, filters: _filters, ...plain } = asObject(own)
  const path = `/spec/rules/${index}/backendRefs`
  return [{ ref: refOf(object), uid: object.metadata.uid, path, before: [{ ...plain, weight: 1 }], after }]
}

function tagOf(routes: readonly KubeObject[]): FoundSplit['tag'] {
  const rules = routes.flatMap((route) => asObjects(at(route, 'spec', 'rules')))
  const lists = rules.flatMap((rule) => [
    rule.filters,
    ...asObjects(rule.backendRefs).map(({ filters }) => filters),
  ])
  const [header] = lists.flatMap((filters) => lastChanged(filters, 'set') ?? [])
  return header === undefined
    ? null
    : { header, closed: lists.some((filters) => removesHeader(filters, header)) }
}

function hasConditions(route: KubeObject): boolean {
  return asObjects(at(route, 'spec', 'rules')).some((rule) => ruleMatches(rule).some(isConditional))
}

function conditionLoss(object: KubeObject): Notice {
  const { kind, metadata } = object
  const message = say('importing.conditionInBase', { kind, name: metadata.name })
  return { code: 'ConditionInBase', severity: 'warning', message, object: refOf(object) }
}

/** What filters set the header to that they set last: where a route says a lane's tag, it says it last. */
function setTag(filters: unknown): string | null {
  const header = lastChanged(filters, 'set')
  const edit = header === null ? null : readTag(filters, header)
  return edit?.verb === 'set' ? edit.value : null
}
