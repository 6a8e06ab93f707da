import { baseline } from '@/lib/domain/baseline'
import { asObjects, at, type JsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { type BaseRule, baseRules } from './istio-base'
import { destinationsOf, withoutTag } from './istio-destinations'
import { hostsOf, virtualServiceKind } from './istio-hosts'
import { matchesOf } from './istio-match'
import { isConditional, matchesOfRule, pathOf, samePath, urisOf } from './istio-paths'
import { poolNotices } from './istio-pool'
import type { IstioSettings } from './istio-settings'
import { destinationRule } from './istio-subsets'
import { neededRules } from './needed-rules'
import type { BaseRoute, Rendered, RoutePath, Routes, RoutesRule, RouteTarget } from './provider'

/** What the names of our rules begin with; what follows is the rule of the document. */
export const ruleName = 'lanekeeper'

/**
 * Routes as rules of the user's VirtualService, each before the rule that serves its paths and with that rule's other fields,
 * since the first rule that matches decides; or, where nobody serves the host, a VirtualService of our own.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export function renderIstio(routes: Routes, base: BaseRoute, settings: IstioSettings): Rendered {
  const { namespace = '' } = base.object.metadata
  const versions = routes.rules
    .flatMap(({ targets }) => targets)
    .flatMap(({ subset, weight }) => (subset !== undefined && weight > 0 ? [subset] : []))
  const made = base.own ? ownRoute(routes, base, settings) : editedRoute(routes, base)
  // Every rule of ours that leads to the baseline names its version, lanes or not: that version must be known.
  const isSplit = base.version !== undefined && (base.own === true || made.edits.length > 0)
  const rule = isSplit
    ? destinationRule({
        name: settings.destinationRule ?? `${base.service.name}-${routes.entry}`,
        namespace,
        service: base.service.name,
        versions: [base.version ?? '', ...versions],
        beside: base.beside ?? [],
        trafficPolicy: settings.trafficPolicy,
      })
    : { objects: [], notices: [] }
  return {
    objects: [...rule.objects, ...made.objects],
    edits: made.edits,
    notices: [
      ...rule.notices,
      ...made.notices,
      ...leakNotices(base, isSplit),
      ...poolNotices(base, settings.trafficPolicy),
    ],
  }
}

function ownRoute(routes: Routes, base: BaseRoute, settings: IstioSettings): Rendered {
  const { metadata } = base.object
  const rule = { index: 0, rule: {}, paths: base.paths, otherPaths: [] }
  const object: KubeObject = {
    ...virtualServiceKind,
    metadata: {
      name: settings.virtualService ?? `${base.service.name}-${routes.entry}`,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      labels: { [labelKeys.lane]: baseline },
    },
    spec: {
      hosts: [base.host ?? '*'],
      gateways: settings.gateways ?? [],
      http: rulesFor(rule, routes, base),
    },
  }
  return { objects: [object], edits: [], notices: [] }
}

function editedRoute(routes: Routes, base: BaseRoute): Rendered {
  const { object } = base
  const rules = asObjects(at(object, 'spec', 'http'))
  const own = baseRules(base)
  const after = rules.flatMap((rule, index) => [
    ...own.filter((one) => one.index === index).flatMap((one) => rulesFor(one, routes, base)),
    rule,
  ])
  if (after.length === rules.length) return { objects: [], edits: [], notices: [] }
  const edit = { ref: refOf(object), uid: object.metadata.uid, path: '/spec/http', before: rules, after }
  return { objects: [], edits: [edit], notices: [] }
}

/** What stands before one rule of the user's: the document's rules in their order, then what takes the rest. */
function rulesFor(own: BaseRule, routes: Routes, base: BaseRoute): JsonObject[] {
  const needed = neededRules(routes.rules)
  const everyone = needed.find(({ match }) => match === undefined)
  const conditional = needed.flatMap((rule) => (rule.match ? laneRule(rule, own, routes, base) : []))
  if (everyone) {
    const targets = withBaseline(everyone.targets, routes)
    return [
      ...conditional,
      ruleOf(`${ruleName}/${everyone.name}`, restMatches(own, base), targets, { own, routes, base }),
    ]
  }
  const isNeeded =
    base.own ||
    routes.tagPolicy === 'closed' ||
    (base.version !== undefined && (needed.length > 0 || routes.holds === true))
  if (!isNeeded) return conditional
  const rest = withBaseline([], routes).map((target) => ({ ...target, weight: 100 }))
  return [...conditional, ruleOf(ruleName, restMatches(own, base), rest, { own, routes, base })]
}

function laneRule(rule: RoutesRule, own: BaseRule, routes: Routes, base: BaseRoute): JsonObject[] {
  const taking = rule.targets.filter(({ weight }) => weight > 0)
  const matches = (rule.match ?? []).flatMap((conditions) =>
    own.paths.flatMap((path) => matchesOf(conditions, path, urisFor(own, path))),
  )
  if (matches.length === 0) return []
  const hosted = matches.map((match) => ({ ...match, ...authorityOf(base) }))
  return [ruleOf(`${ruleName}/${rule.name}`, hosted, taking, { own, routes, base })]
}

/** The baseline stays among the destinations, if with weight 0, as the first of them. */
function withBaseline(targets: readonly RouteTarget[], routes: Routes): RouteTarget[] {
  const lanes = targets.filter(({ lane, weight }) => lane !== baseline && weight > 0)
  const none = { lane: baseline, weight: 0, service: routes.base.service, setTag: null }
  return [targets.find(({ lane }) => lane === baseline) ?? none, ...lanes]
}

function restMatches(own: BaseRule, base: BaseRoute): JsonObject[] {
  const authority = authorityOf(base)
  const matches = own.paths.flatMap((path) =>
    urisFor(own, path).map((uri) => ({ ...(uri && { uri }), ...authority })),
  )
  return matches.some((match) => Object.keys(match).length === 0) ? [] : matches
}

/** A rule that rewrites what it matched keeps the user's own prefix, so that the same part of the path is replaced. */
function urisFor({ rule }: BaseRule, path: RoutePath): (JsonObject | undefined)[] {
  if (at(rule, 'rewrite', 'uri') === undefined) return urisOf(path)
  return matchesOfRule(rule)
    .filter((match) => !isConditional(match))
    .filter((match) => {
      const own = pathOf(match)
      return own !== null && samePath(own, path)
    })
    .map(({ uri }) => (uri === undefined ? undefined : { ...Object(uri) }))
}

/** A VirtualService may have more hosts than the entry's: then our rules ask for the host too. */
function authorityOf({ host, object, own }: BaseRoute): JsonObject {
  if (own || host === undefined || hostsOf(object).every((one) => one === host)) return {}
  const name = host.replace(/^\*/, '').replaceAll('.', String.raw`\.`)
  return { authority: { regex: `^${host.startsWith('*') ? '.*' : ''}${name}(:[0-9]+)?$` } }
}

function ruleOf(
  name: string,
  match: JsonObject[],
  targets: readonly RouteTarget[],
  { own, routes, base }: { own: BaseRule; routes: Routes; base: BaseRoute },
): JsonObject {
  const { name: _name, match: _match, route: _route, headers: theirs, ...rest } = own.rule
  const headers = withoutTag(theirs, routes.tagHeader)
  return {
    name,
    ...(match.length > 0 && { match }),
    ...rest,
    ...(headers && { headers }),
    route: destinationsOf(targets, { routes, base, rule: own.rule }),
  }
}

/** Behind a shared Service stand lanes' pods too: who calls it past these rules reaches any of them. */
function leakNotices({ service, object }: BaseRoute, isSplit: boolean): Notice[] {
  if (!isSplit) return []
  const params = { service: service.name }
  const message = say('planning.sharedServiceLeaks', params)
  return [{ code: 'SharedServiceLeaks', severity: 'warning', message, object: refOf(object), params }]
}
