import type { KubeObject } from '@/lib/domain/kube-object'
import type { Door, UserRoute } from '@/lib/proof/door'
import type { Family } from '@/lib/proof/family'
import { ingressPods, publicGateway } from '@/lib/sandbox/demo/istio-objects'
import { applyEdits } from '@/lib/sandbox/gateways/header-edits'
import { serviceOfHost } from '@/lib/sandbox/gateways/istio-destinations'
import { istioHeaderEdits } from '@/lib/sandbox/gateways/istio-headers'
import { compileGateway, decideAtGateway } from '@/lib/sandbox/gateways/istio-routes'
import { requestFacts } from '@/lib/sandbox/gateways/request-facts'
import type { DestinationRule, IstioGateway, VirtualService } from '@/lib/sandbox/shapes/virtual-service'
import type { KubeObject as StoredObject } from '@/lib/sandbox/store/object'
import { istioMutations } from './istio-mutations'

const gatewayName = `${publicGateway.namespace}/${publicGateway.name}`
/** The `version` label of the baseline's pods. */
const baseVersion = 'v1'

/** Rules in the user's VirtualService, by Services of their own or by versions behind the baseline's. */
export const istioFamily: Family = {
  provider: 'istio',
  gateway: 'istio',
  convention: 'istio',
  settings: [{}, {}, { subsets: 'subset', baseVersion }],
  userObjects: virtualServices,
  serving: (objects) => {
    const hosts = compileGateway({
      gateways: [gatewayObject],
      routes: objects.filter(({ kind }) => kind === 'VirtualService') as VirtualService[],
      labels: ingressPods.labels,
      namespace: ingressPods.namespace,
    })
    return (request) => {
      const facts = requestFacts(request)
      return (random) => {
        const decision = decideAtGateway(hosts, facts, random)
        if (decision === undefined) return { status: 404 }
        const { rule, to } = decision
        const service = to && versionAt(to.destination, objects)
        if (!to || service === undefined) return { status: 503 }
        const headers = istioHeaderEdits(rule, to, 'request').reduce(applyEdits, facts.headers)
        return { service, port: to.destination.port?.number ?? 80, headers }
      }
    }
  },
  mutations: istioMutations,
}

/** A Service's name, with the version that a subset stands for; undefined for a subset that nobody names. */
function versionAt(
  { host, subset }: { host: string; subset?: string },
  objects: readonly StoredObject[],
): string | undefined {
  const service = serviceOfHost(host, 'default')?.service
  if (service === undefined || subset === undefined) return service
  const rules = objects.filter(({ kind }) => kind === 'DestinationRule') as DestinationRule[]
  const version = rules
    .filter(({ spec }) => serviceOfHost(spec.host, 'default')?.service === service)
    .flatMap(({ spec }) => spec.subsets ?? [])
    .find(({ name }) => name === subset)?.labels?.version
  if (version === undefined) return undefined
  return version === baseVersion ? service : `${service}-${version}`
}

const gatewayObject: IstioGateway = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: {
    ...publicGateway,
    uid: 'uid-gateway',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] }],
  },
}

/** One for each host, since the rules of several have no sure order; the narrower path first. */
function virtualServices(routes: readonly UserRoute[]): KubeObject[] {
  const doors = routes.flatMap((route) => route.doors)
  const rank = ({ type, path }: Door) => (type === 'Exact' ? 10_000 : 0) + path.length
  return [...new Set(doors.map(({ host }) => host))].map((host) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `user-${host.split('.')[0]}`, namespace: 'default' },
    spec: {
      hosts: [host],
      gateways: [gatewayName],
      http: doors
        .filter((door) => door.host === host)
        .sort((one, other) => rank(other) - rank(one))
        .map(ruleOf),
    },
  }))
}

function ruleOf({ path, type, service }: Door) {
  const uris = type === 'Exact' ? [{ exact: path }] : [{ exact: path }, { prefix: `${path}/` }]
  return {
    ...(!(type === 'Prefix' && path === '/') && { match: uris.map((uri) => ({ uri })) }),
    route: [{ destination: { host: service, port: { number: 80 } } }],
  }
}
