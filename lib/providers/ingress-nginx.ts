import { z } from 'zod'
import { recogniseCanaries } from './canary-recognise'
import { checkFeatures } from './check-features'
import type { Feature } from './feature'
import { findBaseIngress, ofIngresses } from './ingress-base'
import { ingressDoors } from './ingress-doors'
import { canaryPlan } from './nginx-canary'
import { checkNginxValues, checkUntagged, whyNotNginx } from './nginx-check'
import { nginxKeys } from './nginx-keys'
import { nginxObstacles } from './nginx-obstacles'
import { readNginx } from './nginx-read'
import { renderNginx } from './nginx-render'
import type { Door, TrafficProvider } from './provider'

/** Settings of an `ingress-nginx` entry: the base Ingress's class where several could be meant. */
export const IngressNginxSettings = z.strictObject({
  ingressClassName: z.string().min(1).max(253).optional(),
})
export type IngressNginxSettings = z.infer<typeof IngressNginxSettings>

const title = 'ingress-nginx'
const { affinity: _affinity, ...canaryKeys } = nginxKeys

/** A canary has one header condition, one cookie and one weight, tried in this order. */
const features: ReadonlySet<Feature> = new Set([
  'header-exact',
  'header-prefix',
  'header-regex',
  'header-in',
  'header-present',
  'cookie-exact',
  'cookie-prefix',
  'cookie-in',
  'cookie-present',
  'weighted',
  'fallback',
])

/**
 * The Kubernetes community's nginx controller, through one canary Ingress. It cannot write headers: a lane's tag comes from the
 * client or from the lane's own pods.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export const ingressNginx: TrafficProvider<IngressNginxSettings> = {
  id: 'ingress-nginx',
  title,
  features,
  settings: IngressNginxSettings,
  // https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
  lifecycle: { deprecated: 'planning.nginxRetired', replacedBy: 'gateway-api' },
  ...ofIngresses,
  check: (rules, _entry, context) => [
    ...checkFeatures(rules, features, title, whyNotNginx),
    ...checkNginxValues(rules, title),
    ...canaryPlan(rules, title).problems,
    ...checkUntagged(rules, context, title),
  ],
  findDoors: doorsOf,
  recognise: (found) =>
    recogniseCanaries(doorsOf(found), found.routes, {
      gateway: title,
      keys: canaryKeys,
      never: true,
      alwaysToo: false,
      joins: false,
      weightOfRest: true,
      onlyOne: true,
    }),
  findBase: (entry, settings, objects, service) =>
    findBaseIngress({
      entry,
      className: settings.ingressClassName,
      usualClass: 'nginx',
      objects,
      service,
      isCanary: ({ metadata }) => metadata.annotations?.[nginxKeys.canary] === 'true',
    }),
  obstacles: nginxObstacles,
  // Port and path of the controller's own Service monitor; the labels are its chart's.
  metrics: () => ({
    namespace: 'ingress-nginx',
    labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
    port: 10254,
    path: '/metrics',
    format: 'nginx',
  }),
  render: renderNginx,
  read: readNginx,
}

function doorsOf(found: Parameters<TrafficProvider['findDoors']>[0]): Door[] {
  return ingressDoors({ ...found, controller: 'k8s.io/ingress-nginx', className: 'nginx' })
}
