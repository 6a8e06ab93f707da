import { baseline } from '@/lib/domain/baseline'
import { at } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys, ruleAnnotation } from '@/lib/domain/labels'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { classAnnotation } from './ingress-base'
import { conditionAnnotations } from './mse-condition'
import { type MseKeys, mseKeys } from './mse-keys'
import { neededRules } from './needed-rules'
import type { BaseRoute, Rendered, Routes, RoutesRule, RouteTarget } from './provider'
import { routeNames } from './route-names'
import { tagEdits, wideEditNotices } from './tag-edits'

type Branch = { rule: string; target: RouteTarget; annotations: Record<string, string> }

/**
 * Routes as canary Ingresses beside the base Ingress, one for each branch of a condition and one for each lane that takes a
 * weight. With a closed tag policy the base Ingress is edited so that it removes the tag header.
 */
export function renderMse(routes: Routes, base: BaseRoute, settings: { annotationPrefix: string }): Rendered {
  const keys = mseKeys(settings.annotationPrefix)
  const branches = neededRules(routes.rules).flatMap((rule) => branchesOf(rule, keys))
  const names = routeNames(
    base.object.metadata.name,
    branches.map(({ target }) => target.lane),
  )
  const objects = branches.flatMap((branch, index) => {
    const name = names[index]
    return name === undefined ? [] : [canaryIngress({ branch, name, routes, base, keys })]
  })
  const edits = tagEdits(routes, base, keys.removeHeader)
  return { objects, edits, notices: [...cookieNotices(routes, base), ...wideEditNotices(edits, base)] }
}

function branchesOf(rule: RoutesRule, keys: MseKeys): Branch[] {
  const targets = rule.targets.filter(({ weight }) => weight > 0)
  if (rule.match) {
    return rule.match.flatMap((conditions) =>
      targets.map((target) => ({
        rule: rule.name,
        target,
        annotations: conditionAnnotations(conditions, keys),
      })),
    )
  }
  const total = targets.reduce((sum, { weight }) => sum + weight, 0)
  return targets
    .filter(({ lane }) => lane !== baseline)
    .map((target) => ({
      rule: rule.name,
      target,
      annotations: { [keys.weight]: String(target.weight), [keys.weightTotal]: String(total) },
    }))
}

function canaryIngress(input: {
  branch: Branch
  name: string
  routes: Routes
  base: BaseRoute
  keys: MseKeys
}): KubeObject {
  const { branch, name, routes, base, keys } = input
  const { rule, target, annotations } = branch
  const spec = at(base.object, 'spec')
  const className = at(spec, 'ingressClassName')
  const oldClass = base.object.metadata.annotations?.[classAnnotation]
  const tls = at(spec, 'tls')
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      ...(base.object.metadata.namespace !== undefined && { namespace: base.object.metadata.namespace }),
      labels: { [labelKeys.lane]: target.lane },
      annotations: {
        ...(className === undefined && oldClass !== undefined && { [classAnnotation]: oldClass }),
        [ruleAnnotation]: rule,
        [keys.canary]: 'true',
        ...annotations,
        ...tagAnnotation(target, routes, keys),
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

function pathsTo({ service }: RouteTarget, base: BaseRoute) {
  const backend = { service: { name: service.name, port: { number: service.port } } }
  return base.paths.map(({ path, type }) => ({ path, pathType: type, backend }))
}

/** A canary's header control is its own: what the base Ingress removes, it must remove again. */
function tagAnnotation(target: RouteTarget, routes: Routes, keys: MseKeys): Record<string, string> {
  if (target.setTag !== null) return { [keys.updateHeader]: `${routes.tagHeader} ${target.setTag}` }
  return routes.tagPolicy === 'closed' ? { [keys.removeHeader]: routes.tagHeader } : {}
}

function cookieNotices(routes: Routes, base: BaseRoute): Notice[] {
  const rules = routes.rules.filter(({ match }) => match?.flat().some(({ source }) => source === 'cookie'))
  return rules.map(({ name }) => ({
    code: 'GatewayVersion',
    severity: 'info',
    message: say('planning.gatewayVersion', { rule: name, gateway: 'MSE', version: '1.2.30' }),
    object: refOf(base.object),
    params: { rule: name, version: '1.2.30' },
  }))
}
