import { z } from 'zod'
import { because } from '@/lib/words/sentence'
import { recogniseCanaries } from './canary-recognise'
import { checkFeatures } from './check-features'
import { checkOrder } from './check-order'
import type { Feature } from './feature'
import { findBaseIngress, ofIngresses } from './ingress-base'
import { ingressDoors } from './ingress-doors'
import { checkValues } from './mse-condition'
import { mseKeys } from './mse-keys'
import { mseRank, readMse } from './mse-read'
import { renderMse } from './mse-render'
import type { Door, TrafficProvider } from './provider'

/** Settings of an `mse` entry: the base Ingress's class where several could be meant, and the gateway's annotation prefix. */
export const MseSettings = z.strictObject({
  ingressClassName: z.string().min(1).max(253).optional(),
  annotationPrefix: z
    .string()
    .max(253)
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, because('checks.dnsName'))
    .default('mse.ingress.kubernetes.io'),
})
export type MseSettings = z.infer<typeof MseSettings>

const features: ReadonlySet<Feature> = new Set([
  'header-exact',
  'header-prefix',
  'header-regex',
  'header-in',
  'header-present',
  'query-exact',
  'query-prefix',
  'query-regex',
  'query-in',
  'query-present',
  'cookie-exact',
  'and-header-query',
  'or',
  'weighted',
  'n-way',
  'match-baseline',
  'set-tag',
  'remove-tag',
])

/**
 * Alibaba Cloud's MSE cloud-native gateway, through canary Ingresses.
 * @see https://www.alibabacloud.com/help/en/mse/user-guide/annotations-supported-by-mse-ingress-gateways
 */
export const mse: TrafficProvider<MseSettings> = {
  id: 'mse',
  title: 'MSE Ingress',
  features,
  settings: MseSettings,
  ...ofIngresses,
  check: (rules) => [
    ...checkFeatures(rules, features, 'MSE Ingress'),
    ...checkValues(rules),
    ...checkOrder({
      rules,
      rank: mseRank,
      gateway: 'MSE Ingress',
      precedence: 'checks.orderByKind',
    }),
  ],
  findDoors: doorsOf,
  recognise: (found) =>
    recogniseCanaries(doorsOf(found), found.routes, {
      gateway: 'MSE Ingress',
      keys: mseKeys(MseSettings.parse({}).annotationPrefix),
      never: false,
      alwaysToo: false,
      joins: true,
      weightOfRest: false,
      onlyOne: false,
    }),
  findBase: (entry, settings, objects, service) => {
    const keys = mseKeys(settings.annotationPrefix)
    return findBaseIngress({
      entry,
      className: settings.ingressClassName,
      usualClass: 'mse',
      objects,
      service,
      isCanary: ({ metadata }) => metadata.annotations?.[keys.canary] === 'true',
    })
  },
  metrics: () => ({
    namespace: 'mse-system',
    labels: { app: 'mse-gateway' },
    port: 15020,
    path: '/stats/prometheus',
    format: 'envoy',
  }),
  render: renderMse,
  read: readMse,
}

function doorsOf(found: Parameters<TrafficProvider['findDoors']>[0]): Door[] {
  return ingressDoors({ ...found, controller: 'mse.alibabacloud.com/ingress', className: 'mse' })
}
