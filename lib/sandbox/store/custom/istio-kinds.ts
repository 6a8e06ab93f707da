import type { PrinterColumn } from './custom-resource'
import { type CustomDefinition, defineCustomKind } from './define-custom-kind'
import { istioGatewayAdditions, virtualServiceAdditions } from './istio-additions'
import { destinationRuleRules, istioGatewayRules, virtualServiceRules } from './istio-rules'
import { destinationRuleAdditions } from './istio-traffic-policy-additions'

const models = '@kubernetes-models/istio/networking.istio.io/v1beta1'
const all = ['v1', 'v1beta1', 'v1alpha3']

type Row = Omit<CustomDefinition, 'group' | 'categories'>

function define(row: Row) {
  const categories = ['istio-io', 'networking-istio-io']
  return defineCustomKind({ ...row, group: 'networking.istio.io', categories })
}

const created =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC. Populated by the system. Read-only. Null for lists.'
const conventions = 'https://git.k8s.io/community/contributors/devel/api-conventions.md#metadata'
const longConventions =
  '[Kubernetes API Conventions](https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#metadata)'

function age(more: string): PrinterColumn {
  const description = `${created} ${more}`
  return { name: 'Age', type: 'date', description, jsonPath: '.metadata.creationTimestamp' }
}

const virtualServices = define({
  kind: 'VirtualService',
  plural: 'virtualservices',
  shortNames: ['vs'],
  versions: all,
  model: `${models}/VirtualService`,
  additions: virtualServiceAdditions,
  rules: virtualServiceRules,
  columns: [
    {
      name: 'Gateways',
      type: 'string',
      description: 'The names of gateways and sidecars that should apply these routes',
      jsonPath: '.spec.gateways',
    },
    {
      name: 'Hosts',
      type: 'string',
      description: 'The destination hosts to which traffic is being sent',
      jsonPath: '.spec.hosts',
    },
    age(`More info: ${conventions}`),
  ],
})

const destinationRules = define({
  kind: 'DestinationRule',
  plural: 'destinationrules',
  shortNames: ['dr'],
  versions: all,
  model: `${models}/DestinationRule`,
  additions: destinationRuleAdditions,
  rules: destinationRuleRules,
  columns: [
    {
      name: 'Host',
      type: 'string',
      description: 'The name of a service from the service registry',
      jsonPath: '.spec.host',
    },
    age(`For more information, see ${longConventions}`),
  ],
})

const gateways = define({
  kind: 'Gateway',
  plural: 'gateways',
  shortNames: ['gw'],
  versions: all,
  model: `${models}/Gateway`,
  additions: istioGatewayAdditions,
  rules: istioGatewayRules,
})

/** Kinds that are stored as they come: no schema of theirs is needed here. */
const others = [
  define({ kind: 'Sidecar', plural: 'sidecars', versions: all }),
  define({ kind: 'ServiceEntry', plural: 'serviceentries', shortNames: ['se'], versions: all }),
  define({ kind: 'WorkloadEntry', plural: 'workloadentries', shortNames: ['we'], versions: all }),
  define({ kind: 'WorkloadGroup', plural: 'workloadgroups', shortNames: ['wg'], versions: all }),
  define({ kind: 'ProxyConfig', plural: 'proxyconfigs', versions: ['v1beta1'] }),
  define({ kind: 'EnvoyFilter', plural: 'envoyfilters', versions: ['v1alpha3'] }),
]

/** Istio's networking, by a camel-cased plural. @see https://istio.io/latest/docs/reference/config/networking/ */
export const istioKinds = {
  virtualServices: virtualServices.stored,
  destinationRules: destinationRules.stored,
  gateways: gateways.stored,
}

/** Every served kind and version of Istio's networking. */
export const servedIstioKinds = [virtualServices, destinationRules, gateways, ...others].flatMap(
  ({ stored, others: versions }) => [stored, ...versions],
)
