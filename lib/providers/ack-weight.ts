import { z } from 'zod'
import { conditionText } from '@/lib/domain/condition-text'
import type { Entry } from '@/lib/domain/entry'
import type { RouteRule } from '@/lib/domain/route-rule'
import { say } from '@/lib/words/sentence'
import { isSplitByAck } from './ack-keys'
import { ackMatch } from './ack-match'
import { readAck } from './ack-read'
import { recogniseAckSplits } from './ack-recognise'
import { renderAck } from './ack-render'
import { ackSplit } from './ack-split'
import { checkFeatures } from './check-features'
import type { Feature } from './feature'
import { findBaseIngress, ofIngresses } from './ingress-base'
import { ingressDoors } from './ingress-doors'
import { checkUntagged, whyNotNginx } from './nginx-check'
import { nginxKeys } from './nginx-keys'
import type { BaseProblem, BaseRoute, Door, TrafficProvider, Unsupported } from './provider'

/** Settings of an `ack-weight` entry: the annotations to use, and the base Ingress's class where several could be meant. */
export const AckWeightSettings = z.strictObject({
  legacy: z.enum(['aliyun-weight', 'service-match']).default('service-match'),
  ingressClassName: z.string().min(1).max(253).optional(),
})
export type AckWeightSettings = z.infer<typeof AckWeightSettings>

const title = 'ACK nginx'

/** With `service-match`; `aliyun-weight` has shares of all requests alone. */
const features: ReadonlySet<Feature> = new Set([
  'header-exact',
  'header-prefix',
  'header-regex',
  'header-in',
  'header-present',
  'cookie-exact',
  'cookie-prefix',
  'cookie-regex',
  'cookie-in',
  'cookie-present',
  'query-exact',
  'query-prefix',
  'query-regex',
  'query-in',
  'query-present',
  'weighted',
  'weighted-match',
])

/**
 * Alibaba Cloud ACK's nginx controller before v1.12, through its own annotations on the user's Ingress.
 * @see https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/use-nginx-ingress-for-canary-release-and-blue-green-release
 */
export const ackWeight: TrafficProvider<AckWeightSettings> = {
  id: 'ack-weight',
  title,
  features,
  settings: AckWeightSettings,
  lifecycle: { deprecated: 'planning.ackRetired', replacedBy: 'ingress-nginx' },
  ...ofIngresses,
  check: (rules, entry, context) => [
    ...checkFeatures(rules, features, title, (feature) =>
      feature.startsWith('query') ? null : whyNotNginx(feature),
    ),
    ...checkLegacy(rules, entry),
    ...ackSplit(rules, title).problems,
    ...checkUntagged(rules, context, title),
  ],
  // Its controller has the community's class, so only an Ingress that is split already is surely one of its own.
  findDoors: doorsOf,
  recognise: (found) => recogniseAckSplits(doorsOf(found), found),
  findBase: (entry, settings, objects, service) =>
    unsplit(
      findBaseIngress({
        entry,
        className: settings.ingressClassName,
        usualClass: 'nginx',
        objects,
        service,
        isCanary: ({ metadata }) => metadata.annotations?.[nginxKeys.canary] === 'true',
      }),
    ),
  metrics: () => ({
    namespace: 'kube-system',
    labels: { app: 'ingress-nginx' },
    port: 10254,
    path: '/metrics',
    format: 'nginx',
  }),
  render: renderAck,
  read: (_objects, base) => readAck(base),
}

function checkLegacy(rules: readonly RouteRule[], entry: Entry): Unsupported[] {
  const { legacy } = AckWeightSettings.safeParse(entry.settings ?? {}).data ?? { legacy: 'service-match' }
  return legacy === 'aliyun-weight' ? checkPercents(rules) : checkMatches(rules)
}

/** Of 2018: whole percents of all requests, no conditions. */
function checkPercents(rules: readonly RouteRule[]): Unsupported[] {
  const { split } = ackSplit(rules, title)
  if (split === null) return []
  const { rule, condition, weight, total } = split
  if (condition) {
    const text = conditionText(condition)
    const message = say('checks.ackNoConditions', { rule, condition: text })
    return [{ rule, branch: 0, condition: 0, code: 'Legacy', message, params: { condition: text } }]
  }
  if (Number.isInteger((weight * 100) / total)) return []
  return [{ rule, code: 'Percent', message: say('checks.wholePercents', { rule, gateway: title }) }]
}

function checkMatches(rules: readonly RouteRule[]): Unsupported[] {
  return rules.flatMap((rule) =>
    (rule.match ?? []).flatMap((conditions, branch) =>
      conditions.flatMap((one, condition): Unsupported[] => {
        if (!('name' in one)) return []
        const where = { rule: rule.name, branch, condition }
        if (one.source === 'header' && !/^[A-Za-z0-9-]+$/.test(one.name)) {
          const message = say('checks.gatewayHeaderName', {
            rule: rule.name,
            gateway: title,
            header: one.name,
          })
          return [{ ...where, code: 'HeaderName', message, params: { header: one.name } }]
        }
        if (ackMatch(one) !== null) return []
        const text = conditionText(one)
        const message = say('checks.gatewayValue', { rule: rule.name, condition: text })
        return [{ ...where, code: 'Value', message, params: { condition: text } }]
      }),
    ),
  )
}

/** An Ingress that its owner splits already has no room for a lane. */
function unsplit(found: BaseRoute | BaseProblem): BaseRoute | BaseProblem {
  if ('problem' in found || !isSplitByAck(found.object.metadata.annotations)) return found
  const { name } = found.object.metadata
  return {
    problem: { code: 'SplitAlready', message: say('planning.splitAlready', { name }), params: { name } },
  }
}

function doorsOf({ routes, classes }: Parameters<TrafficProvider['findDoors']>[0]): Door[] {
  return ingressDoors({
    routes: routes.filter(({ metadata }) => isSplitByAck(metadata.annotations)),
    classes,
    controller: 'k8s.io/ingress-nginx',
    className: 'nginx',
  })
}
