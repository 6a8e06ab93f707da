import { baseline } from '@/lib/domain/baseline'
import { asObjects, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import { backendsOf } from './gateway-api-backends'
import { type BaseRule, baseRules, routeKind } from './gateway-api-base'
import { baseEdits, sharedNotices } from './gateway-api-edits'
import { matchesInRule, routeLimits } from './gateway-api-limits'
import { matchesOf } from './gateway-api-match'
import { neededRules } from './needed-rules'
import type { BaseRoute, Rendered, RoutePath, Routes, RoutesRule } from './provider'
import { routeNames } from './route-names'

/** A rule of a lane's route and the rule of the document that it renders. */
type LaneRule = { name: string; matches: number; rule: JsonObject }
type LaneRoute = { lane: string; rules: LaneRule[] }

/**
 * Routes as HTTPRoutes beside the base route, one for each lane that conditions lead to (more where one would pass the
 * limits), with the base route's parents, host, paths and filters. Shares of the requests that no condition takes are
 * edits of the base route's own rules, since of two routes with equal matches the older one takes everything.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function renderGatewayApi(routes: Routes, base: BaseRoute): Rendered {
  const needed = neededRules(routes.rules)
  const own = baseRules(base)
  const lanes = needed.reduce(
    (known, rule) => addRule(known, rule, own, routes),
    new Map<string, LaneRule[]>(),
  )
  const laneRoutes = [...lanes].flatMap(([lane, rules]) =>
    withinLimits(rules).map((part) => ({ lane, rules: part })),
  )
  const names = routeNames(
    base.object.metadata.name,
    laneRoutes.map(({ lane }) => lane),
  )
  const everyone = needed.find(({ match }) => match === undefined)
  const edits = baseEdits({ routes, base, rules: own, targets: everyone?.targets })
  return {
    objects: laneRoutes.flatMap((route, index) => {
      const name = names[index]
      return name === undefined ? [] : [laneObject(route, name, base)]
    }),
    edits,
    notices: sharedNotices({ base, rules: own, edits, splits: everyone !== undefined }),
  }
}

function addRule(
  known: Map<string, LaneRule[]>,
  rule: RoutesRule,
  base: readonly BaseRule[],
  routes: Routes,
): Map<string, LaneRule[]> {
  if (!rule.match) return known
  const taking = rule.targets.filter(({ weight }) => weight > 0)
  const lane = taking.find((target) => target.lane !== baseline)?.lane ?? baseline
  const conditions = rule.match.flatMap(matchesOf)
  const rules = base.flatMap((own): LaneRule[] => {
    const matches = own.paths.flatMap((path) =>
      conditions.map((match) => ({ path: pathMatch(path), ...match })),
    )
    const { name: _name, matches: _matches, filters: _filters, backendRefs: _refs, ...rest } = own.rule
    return chunks(matches, matchesInRule(own.rule)).map((part) => ({
      name: rule.name,
      matches: part.length,
      rule: { matches: part, ...backendsOf(own.rule, taking, routes), ...rest },
    }))
  })
  return known.set(lane, [...(known.get(lane) ?? []), ...rules])
}

function pathMatch({ path, type }: RoutePath): JsonObject {
  return { type: type === 'Exact' ? 'Exact' : 'PathPrefix', value: path }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

/** A lane's rules in as many routes as the limits ask for. */
function withinLimits(rules: readonly LaneRule[]): LaneRule[][] {
  const parts: LaneRule[][] = []
  for (const rule of rules) {
    const part = parts.at(-1)
    const matches = (part ?? []).reduce((sum, one) => sum + one.matches, rule.matches)
    const isFull = part !== undefined && part.length >= routeLimits.rules
    if (part === undefined || isFull || matches > routeLimits.matches) parts.push([rule])
    else part.push(rule)
  }
  return parts
}

function laneObject({ lane, rules }: LaneRoute, name: string, { object, host }: BaseRoute): KubeObject {
  const { namespace } = object.metadata
  return {
    ...routeKind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: { [labelKeys.lane]: lane },
      annotations: { [ruleAnnotation]: rules.map((rule) => rule.name).join(',') },
    },
    spec: {
      parentRefs: asObjects(at(object, 'spec', 'parentRefs')),
      ...(host !== undefined && { hostnames: [host] }),
      rules: rules.map(({ rule }) => rule),
    },
  }
}
