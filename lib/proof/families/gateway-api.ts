import type { KubeObject } from '@/lib/domain/kube-object'
import type { UserRoute } from '@/lib/proof/door'
import type { Family } from '@/lib/proof/family'
import { demoGateway } from '@/lib/sandbox/demo/gateway-objects'
import { applyEdits } from '@/lib/sandbox/gateways/header-edits'
import { filterEdits } from '@/lib/sandbox/gateways/http-route-filters'
import { compileHttpRoutes, decideHttpRoute } from '@/lib/sandbox/gateways/http-route-table'
import { requestFacts } from '@/lib/sandbox/gateways/request-facts'
import type { Gateway } from '@/lib/sandbox/shapes/gateway'
import type { HttpRoute } from '@/lib/sandbox/shapes/http-route'
import { gatewayApiMutations } from './gateway-api-mutations'

/** HTTPRoutes of a Gateway. */
const gateway: Gateway = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: {
    name: demoGateway.name,
    namespace: demoGateway.namespace,
    uid: 'uid-gateway',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
  spec: {
    gatewayClassName: 'sandbox',
    listeners: [{ name: 'http', protocol: 'HTTP', port: 80, allowedRoutes: { namespaces: { from: 'All' } } }],
  },
}

export const gatewayApiFamily: Family = {
  provider: 'gateway-api',
  gateway: 'gateway-api',
  convention: 'mse',
  userObjects: (routes) => routes.flatMap(httpRoutes),
  serving: (objects) => {
    const table = compileHttpRoutes(
      gateway,
      objects.filter(({ kind }) => kind === 'HTTPRoute') as HttpRoute[],
    )
    return (request) => {
      const facts = requestFacts(request)
      return (random) => {
        const decision = decideHttpRoute(table, facts, random)
        if (decision === undefined) return { status: 404 }
        const { backend, filters } = decision
        if (backend === undefined) return { status: 500 }
        const edits = filterEdits([...(backend.filters ?? []), ...filters], 'request')
        return {
          service: backend.name,
          port: backend.port ?? 0,
          headers: edits.reduce(applyEdits, facts.headers),
        }
      }
    }
  },
  mutations: gatewayApiMutations,
}

/** The hosts of one route share its rules, so hosts with other paths or Services are routes of their own. */
function httpRoutes({ name, doors }: UserRoute): KubeObject[] {
  const hosts = [...new Set(doors.map(({ host }) => host))]
  return hosts.map((host, index) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: index === 0 ? name : `${name}-${host.split('.')[0]}`, namespace: 'default' },
    spec: {
      parentRefs: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name: demoGateway.name,
          namespace: demoGateway.namespace,
        },
      ],
      hostnames: [host],
      rules: doors
        .filter((door) => door.host === host)
        .map(({ path, type, service }) => ({
          matches: [{ path: { type: type === 'Exact' ? 'Exact' : 'PathPrefix', value: path } }],
          backendRefs: [{ group: '', kind: 'Service', name: service, port: 80, weight: 1 }],
        })),
    },
  }))
}
