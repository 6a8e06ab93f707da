import { checkFeatures } from './check-features'
import type { Feature } from './feature'
import { gatewayAddresses, gatewayRefs } from './istio-addresses'
import { findBaseRoute } from './istio-base'
import { checkBranches, whyMissing } from './istio-check'
import { istioDoors } from './istio-doors'
import { destinationRuleKind, virtualServiceKind } from './istio-hosts'
import { istioInner } from './istio-mesh'
import { readIstio } from './istio-read'
import { recogniseVirtualServices } from './istio-recognise'
import { renderIstio } from './istio-render'
import { IstioSettings } from './istio-settings'
import type { TrafficProvider } from './provider'

const title = 'Istio'

/** What a VirtualService can say. Rules go in their order, so the document's order holds. */
const features: ReadonlySet<Feature> = new Set([
  // https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
  'header-exact',
  'header-prefix',
  'header-regex',
  'header-in',
  'header-present',
  // A pattern over the header `cookie`. https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
  'cookie-exact',
  'cookie-prefix',
  'cookie-in',
  'cookie-present',
  'query-exact',
  'query-prefix',
  'query-regex',
  'query-in',
  'query-present',
  'method-exact',
  'method-prefix',
  'method-regex',
  'method-in',
  'path-exact',
  'path-prefix',
  'path-regex',
  'path-in',
  // `withoutHeaders`
  'not-header',
  'not-cookie',
  // Within one match AND, between matches OR.
  'and',
  'and-header-query',
  'or',
  // https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
  'weighted',
  'weighted-match',
  'n-way',
  'match-baseline',
  // https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
  'set-tag',
  'remove-tag',
])

/**
 * Istio's ingress gateway and sidecars, by VirtualServices and DestinationRules.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export const istio: TrafficProvider<IstioSettings> = {
  id: 'istio',
  title,
  features,
  settings: IstioSettings,
  routeKinds: [virtualServiceKind, destinationRuleKind],
  classKinds: [],
  check: (rules, entry) => [
    ...checkFeatures(rules, features, title, whyMissing),
    ...checkBranches(rules, entry, title),
  ],
  findDoors: ({ routes }) => istioDoors(routes),
  recognise: recogniseVirtualServices,
  findBase: (entry, settings, objects, service) => findBaseRoute({ entry, settings, objects, service }),
  // A VirtualService says nothing of addresses: they are those of the Services before its Gateways' pods.
  gateways: gatewayRefs,
  gatewayServices: true,
  addresses: (_base, gateways) => gatewayAddresses(gateways),
  // https://istio.io/latest/docs/reference/config/metrics/
  metrics: ({ ingress }) => ({
    namespace: ingress.namespace,
    labels: ingress.labels,
    port: 15020,
    path: '/stats/prometheus',
    format: 'istio',
  }),
  laneService: ({ subsets }) => (subsets === 'subset' ? 'shared' : 'own'),
  inner: istioInner,
  render: renderIstio,
  read: readIstio,
}
