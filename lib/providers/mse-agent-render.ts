import { baseline } from '@/lib/domain/baseline'
import type { JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import { registeredName, routerKind } from './mse-agent-base'
import { routerMatch } from './mse-agent-match'
import { agentNotices } from './mse-agent-notices'
import type { MseAgentSettings } from './mse-agent-settings'
import { neededRules } from './needed-rules'
import type { BaseRoute, Rendered, Routes, RoutesRule, RouteTarget } from './provider'

type Context = { application: string; routes: Routes; base: BaseRoute; settings: MseAgentSettings }

/**
 * Routes as the TrafficRouter of the entry's application: carried tags where clients may send them, the rules in order, the
 * untagged pods. Its `http` is one list, the first match wins.
 * @see https://github.com/opensergo/opensergo-specification/blob/main/specification/zh-Hans/traffic-routing.md
 */
export function renderMseAgent(routes: Routes, base: BaseRoute, settings: MseAgentSettings): Rendered {
  const rules = neededRules(routes.rules)
  const notices = agentNotices(routes, base, settings)
  const application = registeredName(base.object) ?? base.service.name
  const context = { application, routes, base, settings }
  const isNeeded = rules.length > 0 || routes.tagPolicy === 'closed'
  if (settings.delivery === 'mse-openapi' || !isNeeded) return { objects: [], edits: [], notices }
  const http = [
    ...tagEntries(rules, context),
    ...rules.flatMap((rule) => ruleEntry(rule, context)),
    { name: 'base', route: [baseRoute(context)] },
  ]
  const object = trafficRouter({ application, namespace: base.object.metadata.namespace, http })
  return { objects: [object], edits: [], notices }
}

/**
 * A TrafficRouter: control planes hand it to the callers of the application that its name, its label `app` and its host say.
 * @see https://github.com/opensergo/opensergo-control-plane/blob/main/pkg/controller/crd_watcher.go
 */
export function trafficRouter(input: {
  application: string
  namespace: string | undefined
  http: JsonObject[]
  annotations?: Record<string, string>
}): KubeObject {
  const { application, namespace, http, annotations } = input
  return {
    ...routerKind,
    metadata: {
      name: application,
      ...(namespace !== undefined && { namespace }),
      labels: { app: application, [labelKeys.lane]: baseline },
      ...(annotations && { annotations }),
    },
    spec: { hosts: [application], http },
  }
}

/** Calls that carry a lane's tag, to that lane's pods; while there are none, to the untagged ones. */
export function tagEntry(
  application: string,
  tag: string,
  {
    tagHeader,
    subset,
    baseSubset,
    strict,
  }: {
    tagHeader: string
    subset: string
    baseSubset: string
    strict: boolean | undefined
  },
): JsonObject {
  return {
    name: `tag-${tag}`,
    match: [{ headers: { [tagHeader.toLowerCase()]: { exact: tag } } }],
    route: [{ destination: destination({ application, subset, baseSubset, strict }) }],
  }
}

function destination(input: {
  application: string
  subset: string
  baseSubset: string
  strict: boolean | undefined
}): JsonObject {
  const { application: host, subset, baseSubset, strict } = input
  const falls = subset !== baseSubset && !strict
  return { host, subset, ...(falls && { fallback: { host, subset: baseSubset } }) }
}

/** With an open tag policy the lane that a call carries goes before the rules. */
function tagEntries(rules: readonly RoutesRule[], context: Context): JsonObject[] {
  const { application, routes, settings } = context
  if (routes.tagPolicy === 'closed') return []
  const lanes = new Map(
    rules
      .flatMap(({ targets }) => targets)
      .filter(({ lane, setTag }) => lane !== baseline && setTag === lane)
      .map((target) => [target.lane, target]),
  )
  return [...lanes.values()].map((target) =>
    tagEntry(application, target.lane, {
      tagHeader: routes.tagHeader,
      subset: subsetOf(target, context),
      baseSubset: settings.baseSubset,
      strict: routes.strict,
    }),
  )
}

/** None when no request can meet the rule. */
function ruleEntry({ name, match, targets }: RoutesRule, context: Context): JsonObject[] {
  const matches = match?.flatMap((conditions) => routerMatch(conditions) ?? [])
  if (matches?.length === 0) return []
  const taking = targets.filter(({ weight }) => weight > 0)
  const route = taking.map((target) => ({
    ...targetRoute(target, context),
    ...(taking.length > 1 && { weight: target.weight }),
  }))
  return [{ name: `rule-${name}`, ...(matches && { match: matches }), route }]
}

function targetRoute(target: RouteTarget, context: Context): JsonObject {
  const { application, routes, settings } = context
  if (target.lane === baseline) return baseRoute(context)
  const subset = subsetOf(target, context)
  const { baseSubset } = settings
  const request = passesTag(target)
    ? { set: { [routes.tagHeader]: target.lane } }
    : routes.tagPolicy === 'closed'
      ? { remove: [routes.tagHeader] }
      : null
  return {
    destination: destination({ application, subset, baseSubset, strict: routes.strict }),
    ...(request && { headers: { request } }),
  }
}

/** Link pass-through: without it the agent gets no tag to pass on. */
function passesTag({ lane, setTag }: RouteTarget): boolean {
  return setTag === lane
}

function baseRoute({ application, routes, settings }: Context): JsonObject {
  const closed = routes.tagPolicy === 'closed'
  return {
    destination: { host: application, subset: settings.baseSubset },
    ...(closed && { headers: { request: { remove: [routes.tagHeader] } } }),
  }
}

/** A lane without a version of the application only has its tag set. */
function subsetOf({ lane, service }: RouteTarget, { routes, settings }: Context): string {
  return service.name === routes.base.service.name ? settings.baseSubset : lane
}
