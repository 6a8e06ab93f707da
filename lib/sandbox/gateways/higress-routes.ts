import { RE2JS } from 're2js'
import type { Ingress, IngressPath } from '@/lib/sandbox/shapes/ingress'
import { type HeaderEdits, headerEdits } from './header-edits'
import { ownAnnotation, sharedAnnotation } from './higress-annotations'
import { higressCanary, isHigressCanary } from './higress-canary'
import { type HigressMatch, higressMatch } from './higress-match'
import { compareRoutes } from './higress-order'
import { pathMatches } from './path-rule'

/** A Service and port; `port` null is its first one. */
export type HigressService = { namespace: string; service: string; port: number | string | null }

/** One version that a route leads to, with who answers while it has no ready pods. */
export type HigressTarget = {
  to: HigressService
  fallbacks: readonly HigressService[]
  request: HeaderEdits
  response: HeaderEdits
  percent: number
}

/** One path of one host. */
export type HigressRoute = {
  /** `namespace/name` of the Ingress, by which plugins are matched. */
  ingress: string
  key: string
  path: { type: 'Exact' | 'Prefix' | 'Regex'; path: string; matches(path: string): boolean }
  match: HigressMatch
  isDefault: boolean
  targets: readonly HigressTarget[]
}

/** The routes of each host in the order they are tried; `*` is any host, `*.example.com` any one label before. */
export type HigressTable = ReadonlyMap<string, readonly HigressRoute[]>

type Growing = Omit<HigressRoute, 'targets'> & {
  isCanary: boolean
  targets: (HigressTarget & { weight: number })[]
  total: number
}

/**
 * Compiles the Ingresses of one gateway, oldest first: routes, then header canaries before the route of the same key and
 * weights on it, then the order of trying.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/ingressv1/controller.go
 */
export function compileHigress(ingresses: readonly Ingress[]): HigressTable {
  const sorted = [...ingresses].sort(byAge)
  const hosts = new Map<string, Growing[]>()
  for (const ingress of sorted.filter((one) => !isHigressCanary(one))) {
    for (const { host, route } of routesOf(ingress)) {
      const routes = hosts.get(host) ?? []
      if (!routes.some(({ key }) => key === route.key)) routes.push(route)
      hosts.set(host, routes)
    }
  }
  for (const ingress of sorted.filter(isHigressCanary)) {
    for (const { host, route } of routesOf(ingress)) addCanary(ingress, route, hosts.get(host) ?? [])
  }
  addDefaults(sorted, hosts)
  return new Map([...hosts].map(([host, routes]) => [host, routes.map(normalized).sort(compareRoutes)]))
}

function byAge({ metadata: left }: Ingress, { metadata: right }: Ingress): number {
  const difference = Date.parse(left.creationTimestamp) - Date.parse(right.creationTimestamp)
  if (difference !== 0) return difference
  return `${left.name}.${left.namespace}` < `${right.name}.${right.namespace}` ? -1 : 1
}

function routesOf(ingress: Ingress): { host: string; route: Growing }[] {
  return (ingress.spec.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).flatMap((path) => {
      const target = targetOf(ingress, path.backend.service)
      if (target === undefined) return []
      const match = higressMatch(ingress)
      const rule = pathOf(ingress, path)
      return [{ host: (host || '*').toLowerCase(), route: routeOf(ingress, rule, match, target) }]
    }),
  )
}

function routeOf(
  ingress: Ingress,
  path: HigressRoute['path'],
  match: HigressMatch,
  target: HigressTarget,
): Growing {
  const { namespace, name } = ingress.metadata
  return {
    ingress: `${namespace}/${name}`,
    key: ruleKey(ingress, path),
    path,
    match,
    isDefault: false,
    isCanary: false,
    targets: [{ ...target, weight: 0 }],
    total: 0,
  }
}

/** Host aside, what makes two rules the same: path and all match annotations. */
function ruleKey({ metadata }: Ingress, { type, path }: HigressRoute['path']): string {
  const matches = Object.entries(metadata.annotations ?? {}).filter(
    ([key]) => key === 'higress.io/match-method' || /match-(header|pseudo-header|query)/.test(key),
  )
  return JSON.stringify([type, path, matches.sort()])
}

function pathOf(ingress: Ingress, { path = '/', pathType }: IngressPath): HigressRoute['path'] {
  if (sharedAnnotation(ingress, 'use-regex') === 'true') {
    return { type: 'Regex', path, matches: (asked) => fullMatch(`${path}.*`, asked) }
  }
  if (pathType === 'Exact') return { type: 'Exact', path, matches: (asked) => asked === path }
  const prefix = path === '/' ? path : path.replace(/\/+$/, '')
  return {
    type: 'Prefix',
    path: prefix,
    matches: (asked) => pathMatches({ type: 'Prefix', path: prefix }, asked),
  }
}

function fullMatch(expression: string, text: string): boolean {
  try {
    return RE2JS.compile(expression).testExact(text)
  } catch {
    return false
  }
}

function targetOf(ingress: Ingress, service: IngressPath['backend']['service']): HigressTarget | undefined {
  const port = service?.port?.number ?? service?.port?.name
  if (service === undefined || port === undefined) return undefined
  const namespace = ingress.metadata.namespace ?? ''
  return {
    to: { namespace, service: service.name, port },
    fallbacks: defaultBackend(ingress),
    request: headerEdits(ingress, 'request', 'higress.io/'),
    response: headerEdits(ingress, 'response', 'higress.io/'),
    percent: 100,
  }
}

/** `[namespace/]service`, by its first port.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/default_backend.go */
function defaultBackend(ingress: Ingress): HigressService[] {
  const text = ownAnnotation(ingress, 'default-backend') ?? sharedAnnotation(ingress, 'default-backend')
  if (!text) return []
  const [first = '', second] = text.split('/')
  const namespace = second === undefined ? (ingress.metadata.namespace ?? '') : first
  return [{ namespace, service: second ?? first, port: null }]
}

/** A canary without a route of the same host and key is skipped. */
function addCanary(ingress: Ingress, own: Growing, routes: Growing[]): void {
  const at = routes.findIndex(({ key, isCanary }) => key === own.key && !isCanary)
  const base = routes[at]
  const [target] = own.targets
  const [first] = base?.targets ?? []
  if (base === undefined || target === undefined || first === undefined) return
  const fallbacks = [...target.fallbacks, first.to, ...first.fallbacks]
  const rule = higressCanary(ingress)
  if (rule.kind === 'weight') {
    base.targets.push({ ...target, fallbacks, weight: rule.weight })
    base.total = Math.max(base.total, rule.total)
    return
  }
  // The headers that the base asks for are not asked for any more.
  const match = { ...base.match, headers: new Map([[rule.header, rule.matches]]) }
  routes.splice(at, 0, { ...own, match, isCanary: true, targets: [{ ...target, fallbacks }] })
}

function addDefaults(sorted: readonly Ingress[], hosts: Map<string, Growing[]>): void {
  for (const ingress of sorted) {
    const target = isHigressCanary(ingress)
      ? undefined
      : targetOf(ingress, ingress.spec.defaultBackend?.service)
    if (target === undefined) continue
    const path = { type: 'Prefix', path: '/', matches: () => true } as const
    const route = routeOf(ingress, path, { methods: '', headers: new Map(), query: new Map() }, target)
    const names = ['*', ...(ingress.spec.rules ?? []).map(({ host }) => (host || '*').toLowerCase())]
    for (const host of new Set(names)) {
      hosts.set(host, [...(hosts.get(host) ?? []), { ...route, isDefault: true }])
    }
  }
}

/**
 * Weights as whole percents: each cut off in 32-bit floats, the first has the rest.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/config/ingress_config.go
 */
function normalized({ total, targets: growing, isCanary: _isCanary, ...route }: Growing): HigressRoute {
  const [first, ...others] = growing
  if (first === undefined) return { ...route, targets: [] }
  const sum = others.reduce((known, { weight }) => known + weight, 0)
  const float = Math.fround
  const whole = float(Math.max(sum, total))
  const targets = others.map(({ weight, ...target }) => ({
    ...target,
    percent: Math.trunc(float(float(float(weight) / whole) * 100)),
  }))
  const { weight: _weight, ...own } = first
  const rest = targets.reduce((left, { percent }) => left - percent, 100)
  return { ...route, targets: [{ ...own, percent: rest }, ...targets] }
}
