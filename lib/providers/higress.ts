import { withoutSticky } from '@/lib/domain/sticky'
import { checkFeatures } from './check-features'
import { checkOrder } from './check-order'
import type { Feature } from './feature'
import { checkAnnotations, checkPlugin, checkShares, whyNotHigress } from './higress-check'
import { higressKeys, isMatchAnnotation, withSharedKeys } from './higress-keys'
import { higressRank } from './higress-match'
import { needsTagPlugin, pluginKind } from './higress-plugin'
import { readHigress } from './higress-read'
import { recogniseHigress } from './higress-recognise'
import { renderHigress } from './higress-render'
import { HigressSettings } from './higress-settings'
import { findBaseIngress, ofIngresses } from './ingress-base'
import { ingressDoors } from './ingress-doors'
import type { Door, TrafficProvider } from './provider'

const features: ReadonlySet<Feature> = new Set([
  'header-exact',
  'header-prefix',
  'header-regex',
  'header-in',
  'header-present',
  'header-percent',
  'query-exact',
  'query-prefix',
  'query-regex',
  'query-in',
  'query-present',
  'query-percent',
  'cookie-exact',
  'cookie-prefix',
  'cookie-regex',
  'cookie-in',
  'cookie-present',
  'cookie-percent',
  'path-exact',
  'path-prefix',
  'path-in',
  'method-exact',
  'method-in',
  'and',
  'and-header-query',
  'or',
  'weighted',
  'weighted-match',
  'n-way',
  'match-baseline',
  'set-tag',
  'remove-tag',
  'sticky',
  'fallback',
])

/**
 * Higress, the open source gateway: Ingresses with matches of their own, and its tag plugin for what they cannot say.
 * @see https://higress.cn/en/docs/latest/user/annotation
 */
export const higress: TrafficProvider<HigressSettings> = {
  id: 'higress',
  title: 'Higress',
  features,
  settings: HigressSettings,
  ...ofIngresses,
  kindsElsewhere: (settings, rules) =>
    needsTagPlugin(rules.flatMap(withoutSticky), settings)
      ? [{ ...pluginKind, namespace: settings.gatewayNamespace }]
      : [],
  check: (rules, entry) => {
    const settings = HigressSettings.safeParse(entry.settings ?? {}).data ?? { tagPlugin: false }
    const byPlugin = needsTagPlugin(rules.flatMap(withoutSticky), settings)
    const order = {
      rules,
      rank: higressRank,
      gateway: 'Higress',
      precedence: 'checks.orderOfHigress',
    } as const
    return [
      ...checkFeatures(rules, features, 'Higress', whyNotHigress),
      ...(byPlugin ? checkPlugin(rules) : [...checkAnnotations(rules), ...checkOrder(order)]),
      ...checkShares(rules),
    ]
  },
  findDoors: doorsOf,
  recognise: (found) => recogniseHigress(found, doorsOf),
  findBase: (entry, settings, objects, service) =>
    findBaseIngress({
      entry,
      className: settings.ingressClassName,
      usualClass: 'higress',
      objects,
      service,
      isCanary: (ingress) => {
        const { annotations = {} } = withSharedKeys(ingress).metadata
        return annotations[higressKeys.canary] === 'true' || Object.keys(annotations).some(isMatchAnnotation)
      },
    }),
  metrics: (settings) => ({
    namespace: settings.gatewayNamespace,
    labels: { app: 'higress-gateway' },
    port: 15020,
    path: '/stats/prometheus',
    format: 'envoy',
  }),
  render: renderHigress,
  read: readHigress,
}

function doorsOf(found: Parameters<TrafficProvider['findDoors']>[0]): Door[] {
  return ingressDoors({ ...found, controller: 'higress.io/higress-controller', className: 'higress' })
}
