import type { Ingress, IngressBackend } from '@/lib/sandbox/shapes/ingress'
import { type HeaderEdits, headerEdits } from './header-edits'
import { type CanaryRule, canaryRule, isCanary } from './mse-canary'
import { comparePaths, type PathRule, pathMatches, pathRule } from './path-rule'
import type { RequestFacts } from './request-facts'

/** Where requests go: a Service of a namespace, with the header control of its Ingress. */
export type Destination = {
  namespace: string
  service: string
  port: number | string
  request: HeaderEdits
  response: HeaderEdits
}

/** A version beside the base of a route. */
export type Canary = { rule: CanaryRule; to: Destination }

/** One host and path with its base and its canaries, oldest first. */
export type Route = { path: PathRule; base: Destination; canaries: Canary[] }

/** The routes of each host; `*` is any host, `*.example.com` any one label before. */
export type RouteTable = { hosts: ReadonlyMap<string, readonly Route[]>; fallback: Destination | undefined }

/** What was decided: where to, and where to when nothing is ready there. */
export type Decision = { to: Destination; fallback: Destination | undefined }

/**
 * Compiles the Ingresses of one gateway. A canary without a base of the same host, path and path type is skipped; of
 * equals the oldest Ingress comes first.
 */
export function compileRoutes(ingresses: readonly Ingress[]): RouteTable {
  const sorted = [...ingresses].sort(byAge)
  const hosts = new Map<string, Route[]>()
  for (const ingress of sorted.filter((candidate) => !isCanary(candidate))) {
    for (const { host, path, to } of entriesOf(ingress)) {
      const routes = hosts.get(host) ?? []
      routes.push({ path, base: to, canaries: [] })
      hosts.set(host, routes)
    }
  }
  for (const ingress of sorted.filter(isCanary)) {
    const rule = canaryRule(ingress)
    if (rule === undefined) continue
    for (const { host, path, to } of entriesOf(ingress)) {
      const base = hosts.get(host)?.find((route) => samePath(route.path, path))
      base?.canaries.push({ rule, to })
    }
  }
  for (const routes of hosts.values()) routes.sort((left, right) => comparePaths(left.path, right.path))
  return { hosts, fallback: defaultBackend(sorted) }
}

function samePath(left: PathRule, right: PathRule): boolean {
  return left.type === right.type && left.path === right.path
}

function byAge(left: Ingress, right: Ingress): number {
  const difference =
    Date.parse(left.metadata.creationTimestamp) - Date.parse(right.metadata.creationTimestamp)
  if (difference !== 0) return difference
  return `${left.metadata.namespace}/${left.metadata.name}` <
    `${right.metadata.namespace}/${right.metadata.name}`
    ? -1
    : 1
}

function entriesOf(ingress: Ingress): { host: string; path: PathRule; to: Destination }[] {
  return (ingress.spec.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).flatMap((entry) => {
      const to = destination(ingress, entry.backend)
      return to === undefined ? [] : [{ host: (host || '*').toLowerCase(), path: pathRule(entry), to }]
    }),
  )
}

function destination(ingress: Ingress, { service }: IngressBackend): Destination | undefined {
  const port = service?.port?.number ?? service?.port?.name
  if (service === undefined || port === undefined) return undefined
  return {
    namespace: ingress.metadata.namespace ?? '',
    service: service.name,
    port,
    request: headerEdits(ingress, 'request'),
    response: headerEdits(ingress, 'response'),
  }
}

function defaultBackend(sorted: readonly Ingress[]): Destination | undefined {
  for (const ingress of sorted) {
    const backend = isCanary(ingress) ? undefined : ingress.spec.defaultBackend
    if (backend !== undefined) return destination(ingress, backend)
  }
  return undefined
}

/** Decides one request; undefined is 404. `random` gives numbers from 0 up to 1. */
export function decide(table: RouteTable, facts: RequestFacts, random: () => number): Decision | undefined {
  const route = routesOf(table, facts.host)?.find(({ path }) => pathMatches(path, facts.path))
  if (route === undefined) {
    return table.fallback === undefined ? undefined : { to: table.fallback, fallback: undefined }
  }
  const canary =
    route.canaries.find(({ rule }) => rule.kind === 'content' && rule.matches(facts)) ??
    route.canaries.find(({ rule }) => rule.kind === 'cookie' && rule.matches(facts)) ??
    drawByWeight(route.canaries, random)
  if (canary === undefined) return { to: route.base, fallback: undefined }
  return { to: canary.to, fallback: route.base }
}

/** The most specific host alone counts: the name itself, then a wildcard, then any. */
function routesOf({ hosts }: RouteTable, host: string): readonly Route[] | undefined {
  const wildcard = host.includes('.') ? `*${host.slice(host.indexOf('.'))}` : ''
  return hosts.get(host) ?? hosts.get(wildcard) ?? hosts.get('*')
}

/** Each canary gets weight / max(total, sum of weights); the base gets the rest. */
function drawByWeight(canaries: readonly Canary[], random: () => number): Canary | undefined {
  const weighted = canaries.flatMap((canary) =>
    canary.rule.kind === 'weight' && canary.rule.weight > 0 ? [{ canary, rule: canary.rule }] : [],
  )
  if (weighted.length === 0) return undefined
  const sum = weighted.reduce((total, { rule }) => total + rule.weight, 0)
  let left = random() * Math.max(sum, ...weighted.map(({ rule }) => rule.total))
  for (const { canary, rule } of weighted) {
    left -= rule.weight
    if (left < 0) return canary
  }
  return undefined
}
