import type { PrinterColumn } from './custom-resource'
import { type CustomDefinition, defineCustomKind } from './define-custom-kind'
import {
  gatewayAdditions,
  gatewayClassAdditions,
  httpRouteAdditions,
  referenceGrantAdditions,
} from './gateway-api-additions'
import { gatewayRules, httpRouteRules } from './gateway-api-rules'

const models = '@kubernetes-models/gateway-api/gateway.networking.k8s.io'

type Row = Omit<CustomDefinition, 'group' | 'categories'>

function define(row: Row) {
  return defineCustomKind({ ...row, group: 'gateway.networking.k8s.io', categories: ['gateway-api'] })
}

function text(name: string, jsonPath: string): PrinterColumn {
  return { name, type: 'string', description: '', jsonPath }
}

const age: PrinterColumn = {
  name: 'Age',
  type: 'date',
  description: '',
  jsonPath: '.metadata.creationTimestamp',
}

const gatewayClasses = define({
  kind: 'GatewayClass',
  plural: 'gatewayclasses',
  shortNames: ['gc'],
  clusterScoped: true,
  versions: ['v1', 'v1beta1'],
  model: `${models}/v1/GatewayClass`,
  additions: gatewayClassAdditions,
  columns: [
    text('Controller', '.spec.controllerName'),
    text('Accepted', '.status.conditions[?(@.type=="Accepted")].status'),
    age,
    { ...text('Description', '.spec.description'), priority: 1 },
  ],
})

const gateways = define({
  kind: 'Gateway',
  plural: 'gateways',
  shortNames: ['gtw'],
  versions: ['v1', 'v1beta1'],
  model: `${models}/v1/Gateway`,
  additions: gatewayAdditions,
  rules: gatewayRules,
  columns: [
    text('Class', '.spec.gatewayClassName'),
    text('Address', '.status.addresses[*].value'),
    text('Programmed', '.status.conditions[?(@.type=="Programmed")].status'),
    age,
  ],
})

const httpRoutes = define({
  kind: 'HTTPRoute',
  plural: 'httproutes',
  versions: ['v1', 'v1beta1'],
  model: `${models}/v1/HTTPRoute`,
  additions: httpRouteAdditions,
  rules: httpRouteRules,
  columns: [text('Hostnames', '.spec.hostnames'), age],
})

const referenceGrants = define({
  kind: 'ReferenceGrant',
  plural: 'referencegrants',
  shortNames: ['refgrant'],
  withoutStatus: true,
  versions: ['v1', 'v1beta1'],
  stored: 'v1beta1',
  model: `${models}/v1beta1/ReferenceGrant`,
  additions: referenceGrantAdditions,
  columns: [age],
})

/** Kinds that are stored as they come: their schemas are not known here. */
const others = [
  define({ kind: 'GRPCRoute', plural: 'grpcroutes', versions: ['v1'] }),
  define({ kind: 'TCPRoute', plural: 'tcproutes', versions: ['v1'] }),
  define({ kind: 'TLSRoute', plural: 'tlsroutes', versions: ['v1'] }),
  define({ kind: 'UDPRoute', plural: 'udproutes', versions: ['v1'] }),
  define({ kind: 'ListenerSet', plural: 'listenersets', shortNames: ['lset'], versions: ['v1'] }),
  define({
    kind: 'BackendTLSPolicy',
    plural: 'backendtlspolicies',
    shortNames: ['btlspolicy'],
    versions: ['v1'],
  }),
]

/** Gateway API, by a camel-cased plural. @see https://gateway-api.sigs.k8s.io/reference/spec/ */
export const gatewayApiKinds = {
  gatewayClasses: gatewayClasses.stored,
  gateways: gateways.stored,
  httpRoutes: httpRoutes.stored,
  referenceGrants: referenceGrants.stored,
}

/** Every served kind and version of Gateway API. */
export const servedGatewayApiKinds = [
  gatewayClasses,
  gateways,
  httpRoutes,
  referenceGrants,
  ...others,
].flatMap(({ stored, others: versions }) => [stored, ...versions])
