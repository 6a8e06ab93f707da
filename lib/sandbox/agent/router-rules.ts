import { applyEdits, type HeaderEdits } from '@/lib/sandbox/gateways/header-edits'
import type { Pod } from '@/lib/sandbox/shapes/pod'
import type {
  RouterHeaders,
  RouterHttp,
  RouterRoute,
  TrafficRouter,
} from '@/lib/sandbox/shapes/traffic-router'
import { type Decision, tagHeader } from './choose-instance'
import { tagOf } from './pod-identity'
import { BadExpression, compileRouterMatch, type OutboundRequest, type RouterTest } from './router-match'

/** The subset name that means the untagged pods. */
export const baseSubset = 'base'

/** A per-application rule that decides before the agent's own algorithm. */
export type RouterRules = {
  /** Undefined leaves the call to the agent; no pods is 503. */
  route(caller: Pod, request: OutboundRequest): Decision | undefined
  /** Whether a pod of the application with this tag puts it on calls that carry none. */
  colours(tag: string): boolean
  /** Expressions that are none, by the name of their entry. */
  faults: readonly { entry: string; reason: string }[]
}

/** The ready pods of an application in the router's namespace. */
export type InstancesOf = (application: string) => readonly Pod[]

type Step = { tests: readonly RouterTest[] | null; routes: readonly RouterRoute[]; headers: HeaderEdits }

/**
 * The rules of one TrafficRouter made ready: entries in order, the first whose match is met decides; a match is a list of
 * alternatives. An entry with an expression that is none never matches. Weights are drawn with `random` (0 up to 1).
 * @see https://github.com/opensergo/opensergo-specification/blob/main/specification/zh-Hans/traffic-routing.md
 */
export function compileRouter(
  router: TrafficRouter,
  instancesOf: InstancesOf,
  random: () => number,
): RouterRules {
  const faults: { entry: string; reason: string }[] = []
  const steps = (router.spec?.http ?? []).flatMap((http): Step[] => {
    const tests = testsOf(http)
    if (tests instanceof BadExpression) {
      faults.push({ entry: http.name ?? '', reason: tests.message })
      return []
    }
    return [{ tests, routes: http.route ?? [], headers: editsOf(http.headers) }]
  })
  const application = router.metadata.name
  const setters = new Set(
    taggedRoutes(router)
      .filter(({ sets }) => sets)
      .map(({ tag }) => tag),
  )
  const routed = new Set(taggedRoutes(router).map(({ tag }) => tag))
  return {
    faults,
    colours: (tag) => !routed.has(tag) || setters.has(tag),
    route: (caller, request) => {
      for (const { tests, routes, headers } of steps) {
        if (tests !== null && !tests.some((test) => test(caller, request))) continue
        const drawn = draw(routes, random)
        if (drawn === undefined) continue
        const carried = carriedHeaders(request)
        return {
          pods: podsOf(application, drawn, instancesOf),
          headers: applyEdits(applyEdits(carried, headers), editsOf(drawn.headers)),
        }
      }
      return undefined
    },
  }
}

function testsOf({ match = [] }: RouterHttp): RouterTest[] | null | BadExpression {
  if (match.length === 0) return null
  try {
    return match.map(compileRouterMatch)
  } catch (error) {
    if (error instanceof BadExpression) return error
    throw error
  }
}

/** The one route there is, or one by relative weight; undefined when no route has any. */
function draw(routes: readonly RouterRoute[], random: () => number): RouterRoute | undefined {
  const [only, ...others] = routes
  if (others.length === 0) return only
  const sum = routes.reduce((total, { weight = 0 }) => total + weight, 0)
  if (sum <= 0) return undefined
  let left = random() * sum
  return routes.find(({ weight = 0 }) => {
    left -= weight
    return weight > 0 && left < 0
  })
}

function podsOf(application: string, { destination }: RouterRoute, instancesOf: InstancesOf): readonly Pod[] {
  const pods = subset(instancesOf(application), destination?.subset)
  const fallback = destination?.fallback
  if (pods.length > 0 || fallback === undefined) return pods
  return subset(instancesOf(fallback.host?.split('.')[0] ?? application), fallback.subset)
}

function subset(pods: readonly Pod[], name = baseSubset): Pod[] {
  const tag = name === baseSubset ? undefined : name
  return pods.filter((pod) => tagOf(pod) === tag)
}

function taggedRoutes(router: TrafficRouter): { tag: string; sets: boolean }[] {
  return (router.spec?.http ?? []).flatMap(({ route = [], headers }) =>
    route.flatMap((one) => {
      const tag = one.destination?.subset ?? baseSubset
      const sets = [headers, one.headers].some((edits) =>
        editsOf(edits).set.some(([name]) => name === tagHeader),
      )
      return tag === baseSubset ? [] : [{ tag, sets }]
    }),
  )
}

function carriedHeaders({ headers }: OutboundRequest): Record<string, string> {
  const value = headers[tagHeader]
  const carried = Array.isArray(value) ? value[0] : value
  return carried ? { [tagHeader]: carried } : {}
}

function editsOf(headers: RouterHeaders | undefined): HeaderEdits {
  const { set = {}, add = {}, remove = [] } = headers?.request ?? {}
  const lower = (entries: Record<string, string>) =>
    Object.entries(entries).map(([name, value]) => [name.toLowerCase(), value] as const)
  return { remove: remove.map((name) => name.toLowerCase()), set: lower(set), add: lower(add) }
}
