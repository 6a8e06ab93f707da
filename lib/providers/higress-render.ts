import { baseline } from '@/lib/domain/baseline'
import { at } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { copiedAnnotations, copiedNotices, headerControl } from './higress-copied'
import { higressKeys, matchKey } from './higress-keys'
import { matchAnnotations } from './higress-match'
import { choiceHeader, needsTagPlugin, type PluginRule, tagPlugin } from './higress-plugin'
import type { HigressSettings } from './higress-settings'
import { canaryWeights } from './higress-weights'
import { classAnnotation } from './ingress-base'
import { neededRules } from './needed-rules'
import type { BaseRoute, Rendered, Routes, RoutesRule, RouteTarget } from './provider'
import { routeNames } from './route-names'
import { tagEdits, wideEditNotices } from './tag-edits'

/** An Ingress to be: `match` holds its conditions, `weight` is there for one that shares them with another. */
type Draft = {
  rule: string
  target: RouteTarget
  match: Record<string, string>
  weight: { weight: number; total: number } | null
}

/**
 * Routes as Ingresses of their own beside the base Ingress, one for each branch of a condition, with the base's paths and
 * annotations; shares are canary Ingresses of the same matches. Where annotations cannot say the conditions, the tag
 * plugin decides and each Ingress asks for what it decided.
 * @see https://higress.cn/en/docs/latest/user/annotation
 */
export function renderHigress(routes: Routes, base: BaseRoute, settings: HigressSettings): Rendered {
  const rules = neededRules(routes.rules)
  const byPlugin = needsTagPlugin(routes.rules, settings) && rules.some(({ match }) => match !== undefined)
  const drafts = rules.flatMap((rule) =>
    rule.match === undefined ? sharesOf(rule, {}, true) : byPlugin ? chosenBy(rule, base) : ownRoutes(rule),
  )
  const distinct = [...new Map(drafts.map((draft) => [JSON.stringify(draft), draft])).values()]
  const names = routeNames(
    base.object.metadata.name,
    distinct.map(({ target }) => target.lane),
  )
  const context = { routes, base, drop: byPlugin ? [choiceHeader(base)] : [] }
  const ingresses = distinct.flatMap((draft, index) => {
    const name = names[index]
    return name === undefined ? [] : [ingressOf(draft, name, context)]
  })
  const edits = tagEdits(routes, base, higressKeys.removeHeader)
  const plugins = byPlugin ? [tagPlugin(pluginRules(rules), base, settings)] : []
  return {
    objects: [...ingresses, ...plugins],
    edits,
    notices: [
      ...copiedNotices(
        base,
        distinct.some(({ weight }) => weight === null),
      ),
      ...pluginNotices(rules, byPlugin, base, settings),
      ...wideEditNotices(edits, base),
    ],
  }
}

function ownRoutes(rule: RoutesRule): Draft[] {
  return (rule.match ?? []).flatMap((branch) => sharesOf(rule, matchAnnotations(branch), false))
}

function chosenBy(rule: RoutesRule, base: BaseRoute): Draft[] {
  return sharesOf(rule, { [matchKey('exact', 'header', choiceHeader(base))]: choiceOf(rule) }, false)
}

function pluginRules(rules: readonly RoutesRule[]): PluginRule[] {
  return rules.flatMap((rule) => (rule.match ? [{ value: choiceOf(rule), match: rule.match }] : []))
}

/** What the plugin writes for a rule; the parts of one sticky rule bear one name. */
function choiceOf({ name, targets }: RoutesRule): string {
  return [name, ...targets.map(({ lane }) => lane)].join('.')
}

/**
 * The first target, the baseline if it takes part, has the route and the others are canaries beside it. Behind everyone
 * stands the base Ingress itself (`onBase`).
 */
function sharesOf({ name, targets }: RoutesRule, match: Record<string, string>, onBase: boolean): Draft[] {
  const taking = targets.filter(({ weight }) => weight > 0)
  const own = taking.find(({ lane }) => lane === baseline) ?? (onBase ? undefined : taking[0])
  const beside = taking.filter((target) => target !== own)
  const shares = beside.map(({ weight }) => weight)
  const split = canaryWeights(shares, own?.weight ?? 0)
  const total = split?.total ?? shares.reduce((sum, weight) => sum + weight, own?.weight ?? 0)
  return [
    ...(own && !onBase ? [{ rule: name, target: own, match, weight: null }] : []),
    ...beside.map((target, index) => ({
      rule: name,
      target,
      match,
      weight: { weight: split?.weights[index] ?? target.weight, total },
    })),
  ]
}

function ingressOf(
  { rule, target, match, weight }: Draft,
  name: string,
  context: { routes: Routes; base: BaseRoute; drop: readonly string[] },
): KubeObject {
  const { routes, base, drop } = context
  const { metadata } = base.object
  const className = at(base.object, 'spec', 'ingressClassName')
  const oldClass = metadata.annotations?.[classAnnotation]
  const tls = at(base.object, 'spec', 'tls')
  const hasFallback = target.service.name !== routes.base.service.name
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      labels: { [labelKeys.lane]: target.lane },
      annotations: {
        ...(className === undefined && oldClass !== undefined && { [classAnnotation]: oldClass }),
        [ruleAnnotation]: rule,
        ...(weight === null ? copiedAnnotations(base) : canaryAnnotations(weight)),
        ...match,
        ...headerControl(target, routes, base, drop),
        ...(weight === null && hasFallback && { [higressKeys.defaultBackend]: routes.base.service.name }),
      },
    },
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      ...(tls !== undefined && { tls }),
      rules: [
        { ...(base.host !== undefined && { host: base.host }), http: { paths: pathsTo(target, base) } },
      ],
    },
  }
}

function canaryAnnotations({ weight, total }: { weight: number; total: number }): Record<string, string> {
  return {
    [higressKeys.canary]: 'true',
    [higressKeys.weight]: String(weight),
    [higressKeys.weightTotal]: String(total),
  }
}

function pathsTo({ service }: RouteTarget, base: BaseRoute) {
  const backend = { service: { name: service.name, port: { number: service.port } } }
  return base.paths.map(({ path, type }) => ({ path, pathType: type, backend }))
}

function pluginNotices(
  rules: readonly RoutesRule[],
  byPlugin: boolean,
  base: BaseRoute,
  { pluginUrl }: HigressSettings,
): Notice[] {
  if (!byPlugin) return []
  const object = refOf(base.object)
  const negated = rules.find(({ match }) => match?.flat().some(({ not }) => not === true))
  const runs: Notice = {
    code: 'TagPlugin',
    severity: 'info',
    message: say('planning.tagPlugin', { url: pluginUrl }),
    object,
    params: { url: pluginUrl },
  }
  if (negated === undefined) return [runs]
  const message = say('planning.tagPluginVersion', { rule: negated.name })
  return [
    runs,
    { code: 'TagPluginVersion', severity: 'warning', message, object, params: { rule: negated.name } },
  ]
}
