import { baseline } from '@/lib/domain/baseline'
import type { Condition } from '@/lib/domain/condition'
import { asObjects, asTexts, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { innerAnnotation } from '@/lib/domain/labels'
import { registeredName, routerKind } from './mse-agent-base'
import { readRouterMatch } from './mse-agent-match'
import type { MseAgentSettings } from './mse-agent-settings'
import type { BaseRoute, Routes, RoutesRule, RouteTarget } from './provider'

const rulePrefix = 'rule-'
/** What a target sets when its lane's tag is not passed on. */
const noTag = 'base'

/** The inverse of `renderMseAgent`; null when the TrafficRouter carries something that it does not write. */
export function readMseAgent(
  objects: readonly KubeObject[],
  base: BaseRoute,
  { baseSubset }: MseAgentSettings,
): Routes | null {
  const application = registeredName(base.object) ?? base.service.name
  const router = objects.find((object) => isRouterOf(object, application))
  const steps = asObjects(at(router, 'spec', 'http'))
  const rules: RoutesRule[] = []
  for (const step of steps) {
    if (typeof step.name !== 'string' || !step.name.startsWith(rulePrefix)) continue
    const rule = readRule(step, step.name.slice(rulePrefix.length), { base, baseSubset })
    if (rule === null) return null
    rules.push(rule)
  }
  const removed = removedBy(steps.at(-1))
  const set = steps.flatMap((step) => asObjects(step.route)).flatMap((route) => Object.keys(setBy(route)))
  return {
    entry: '',
    host: base.host,
    paths: base.paths,
    base: { service: servicePort(base) },
    tagHeader: removed ?? set[0] ?? '',
    tagPolicy: removed === null ? 'open' : 'closed',
    rules,
    ...(isStrict(steps, baseSubset) && { strict: true }),
  }
}

/** Whether an object is the TrafficRouter of an application as an entry. */
export function isRouterOf(object: KubeObject, application: string, inner = false): boolean {
  const { apiVersion, kind, metadata } = object
  const isRouter = kind === routerKind.kind && apiVersion === routerKind.apiVersion
  return (
    isRouter &&
    metadata.name === application &&
    (metadata.annotations?.[innerAnnotation] !== undefined) === inner
  )
}

type Place = { base: BaseRoute; baseSubset: string }

function readRule(step: JsonObject, name: string, place: Place): RoutesRule | null {
  const targets = asObjects(step.route).map((route) => readTarget(route, place))
  if (step.match === undefined) return { name, targets }
  const match: Condition[][] = []
  for (const one of asObjects(step.match)) {
    const conditions = readRouterMatch(one)
    if (conditions === null) return null
    match.push(conditions)
  }
  return { name, match, targets }
}

function readTarget(route: JsonObject, { base, baseSubset }: Place): RouteTarget {
  const subset = at(route, 'destination', 'subset')
  const [set] = Object.values(setBy(route))
  const own = typeof subset === 'string' && subset !== baseSubset ? subset : null
  const lane = own ?? set ?? baseline
  const service = servicePort(base)
  return {
    lane,
    weight: typeof route.weight === 'number' ? route.weight : 100,
    service: own === null ? service : { ...service, name: `${service.name}-${own}` },
    setTag: set ?? (own === null ? null : noTag),
  }
}

function servicePort({ service }: BaseRoute) {
  return { name: service.name, port: typeof service.port === 'number' ? service.port : 0 }
}

function setBy(route: JsonObject): Record<string, string> {
  return asTexts(at(route, 'headers', 'request', 'set'))
}

/** The tag header that the last step takes off what no rule takes. */
function removedBy(step: JsonObject | undefined): string | null {
  const [route] = asObjects(step?.route)
  const removed = at(route, 'headers', 'request', 'remove')
  const [name] = Array.isArray(removed) ? removed : []
  return typeof name === 'string' ? name : null
}

function isStrict(steps: readonly JsonObject[], baseSubset: string): boolean {
  const lanes = steps
    .flatMap((step) => asObjects(step.route))
    .filter((route) => at(route, 'destination', 'subset') !== baseSubset)
  return lanes.length > 0 && lanes.every((route) => at(route, 'destination', 'fallback') === undefined)
}
