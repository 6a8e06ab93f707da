import { at } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { isLiteralValue } from './annotation-values'
import { cookieCaseNotice } from './cookie-case'
import { classAnnotation } from './ingress-base'
import { type CanaryPlan, canaryPlan } from './nginx-canary'
import { nginxKeys as keys } from './nginx-keys'
import { nginxCookiePattern, nginxHeaderPattern } from './nginx-pattern'
import type { BaseRoute, Rendered, Routes, ServicePort } from './provider'
import { routeNames } from './route-names'

/**
 * Routes as the one canary Ingress beside the base Ingress that its Service's port can have; none when no request leaves the
 * baseline. The routes must have passed `check`.
 */
export function renderNginx(routes: Routes, base: BaseRoute): Rendered {
  const { plan } = canaryPlan(routes.rules, '')
  const service = plan && laneService(routes, plan.lane)
  if (!plan || !service) return { objects: [], edits: [], notices: [] }
  return { objects: [canary(plan, service, base)], edits: [], notices: cookieNotices(plan, base) }
}

function laneService({ rules }: Routes, lane: string): ServicePort | undefined {
  return rules.flatMap(({ targets }) => targets).find((target) => target.lane === lane)?.service
}

function canary(plan: CanaryPlan, service: ServicePort, base: BaseRoute): KubeObject {
  const { metadata } = base.object
  const className = at(base.object, 'spec', 'ingressClassName')
  const oldClass = metadata.annotations?.[classAnnotation]
  const tls = at(base.object, 'spec', 'tls')
  const [name = ''] = routeNames(metadata.name, [plan.lane])
  const backend = { service: { name: service.name, port: { number: service.port } } }
  const paths = base.paths.map(({ path, type }) => ({ path, pathType: type, backend }))
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      labels: { [labelKeys.lane]: plan.lane },
      annotations: {
        ...(className === undefined && oldClass !== undefined && { [classAnnotation]: oldClass }),
        [ruleAnnotation]: ruleNames(plan).join(','),
        [keys.canary]: 'true',
        ...headerAnnotations(plan.header),
        ...(plan.cookie && { [keys.cookie]: plan.cookie.name }),
        ...weightAnnotations(plan.weight),
      },
    },
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      ...(tls !== undefined && { tls }),
      rules: [{ ...(base.host !== undefined && { host: base.host }), http: { paths } }],
    },
  }
}

/** The rules behind header, cookie `always`, cookie `never` and weight, as far as there are such. */
function ruleNames({ header, cookie, weight }: CanaryPlan): string[] {
  return [
    ...(header ? [header.rule] : []),
    ...(cookie ? [cookie.always ?? '', cookie.never ?? ''] : []),
    ...(weight ? [weight.rule] : []),
  ]
}

function headerAnnotations(header: CanaryPlan['header']): Record<string, string> {
  if (!header) return {}
  const { condition } = header
  if (condition.source === 'cookie') {
    return { [keys.header]: 'Cookie', [keys.headerPattern]: nginxCookiePattern(condition) ?? '' }
  }
  const isLiteral =
    condition.operator === 'exact' &&
    isLiteralValue(condition.value) &&
    condition.value.trim() === condition.value
  return {
    [keys.header]: condition.name,
    ...(isLiteral
      ? { [keys.headerValue]: condition.value }
      : { [keys.headerPattern]: nginxHeaderPattern(condition) ?? '' }),
  }
}

/** A total of 100 or less would be read as 100, so such shares are told in larger numbers. */
function weightAnnotations(weight: CanaryPlan['weight']): Record<string, string> {
  if (!weight) return { [keys.weight]: '0' }
  const factor = Math.max(1, Math.ceil(100 / weight.total))
  const total = weight.total * factor
  return {
    [keys.weight]: String(weight.weight * factor),
    ...(total !== 100 && { [keys.weightTotal]: String(total) }),
  }
}

function cookieNotices({ header, cookie }: CanaryPlan, { object }: BaseRoute): Notice[] {
  const named = cookie ? [cookieCaseNotice(cookie.always ?? cookie.never ?? '', cookie.name, object)] : []
  if (header?.condition.source !== 'cookie') return named
  const { rule } = header
  const message = say('planning.cookieAsHeader', { rule })
  return [
    ...named,
    { code: 'CookieAsHeader', severity: 'info', message, object: refOf(object), params: { rule } },
  ]
}
