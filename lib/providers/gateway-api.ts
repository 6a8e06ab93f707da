import { z } from 'zod'
import { DnsLabel } from '@/lib/domain/names'
import { checkFeatures } from './check-features'
import { checkOrder } from './check-order'
import type { Feature } from './feature'
import { routeAcceptance } from './gateway-api-acceptance'
import { findBaseRoute, gatewayRefs, routeKind } from './gateway-api-base'
import { checkMatchCount, checkMethods, checkWeights, whyMissing } from './gateway-api-check'
import { gatewayAddresses, routeDoors } from './gateway-api-doors'
import { matchRank } from './gateway-api-match'
import { meshRouting } from './gateway-api-mesh'
import { readGatewayApi } from './gateway-api-read'
import { recogniseRoutes } from './gateway-api-recognise'
import { renderGatewayApi } from './gateway-api-render'
import type { TrafficProvider } from './provider'

/**
 * Settings of a `gateway-api` entry: the Gateway, where the base route could be several or its requests are counted there;
 * `mesh`: calls behind the entry are routed by a mesh that reads HTTPRoutes.
 */
export const GatewayApiSettings = z.strictObject({
  gateway: z.strictObject({ name: DnsLabel, namespace: DnsLabel }).optional(),
  mesh: z.boolean().optional(),
})
export type GatewayApiSettings = z.infer<typeof GatewayApiSettings>

const title = 'Gateway API'

/**
 * What every conformant gateway does: Core, or Extended as most do. Patterns are left to each implementation, cookies,
 * negation, hashing and session persistence are in no standard channel.
 */
const features: ReadonlySet<Feature> = new Set([
  // Core. https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch
  'header-exact',
  'header-in',
  // Extended. https://gateway-api.sigs.k8s.io/reference/spec/#httpqueryparammatch
  'query-exact',
  'query-in',
  // Extended. https://gateway-api.sigs.k8s.io/reference/spec/#httpmethod
  'method-exact',
  'method-in',
  // One match joins by AND, several by OR. https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
  'and',
  'and-header-query',
  'or',
  // Core. https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
  'weighted',
  'weighted-match',
  'n-way',
  'match-baseline',
  // Core on a rule, Extended on a backend. https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter
  'set-tag',
  'remove-tag',
])

/**
 * Any gateway that serves HTTPRoutes of the Kubernetes Gateway API, v1.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute
 */
export const gatewayApi: TrafficProvider<GatewayApiSettings> = {
  id: 'gateway-api',
  title,
  features,
  settings: GatewayApiSettings,
  routeKinds: [routeKind],
  classKinds: [],
  check: (rules, entry) => [
    ...checkFeatures(rules, features, title, whyMissing),
    ...checkMethods(rules, title),
    ...checkMatchCount(rules, entry, title),
    ...checkWeights(rules, title),
    ...checkOrder({ rules, rank: matchRank, gateway: title, precedence: 'checks.orderByCount' }),
  ],
  findDoors: ({ routes }) => routeDoors(routes),
  recognise: recogniseRoutes,
  findBase: (entry, { gateway }, objects, service) => findBaseRoute({ entry, gateway, objects, service }),
  gateways: gatewayRefs,
  addresses: (_base, gateways) => gateways.flatMap(gatewayAddresses),
  inner: meshRouting,
  acceptance: routeAcceptance,
  // Pods of a Gateway bear its name by GEP-1762; port, path and names of the metrics are Istio's and Higress's.
  metrics: ({ gateway }) =>
    gateway === undefined
      ? null
      : {
          namespace: gateway.namespace,
          labels: { 'gateway.networking.k8s.io/gateway-name': gateway.name },
          port: 15020,
          path: '/stats/prometheus',
          format: 'envoy',
        },
  render: renderGatewayApi,
  read: readGatewayApi,
}
