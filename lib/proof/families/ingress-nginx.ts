import type { Family } from '@/lib/proof/family'
import { decideNginx } from '@/lib/sandbox/gateways/nginx-decide'
import { compileServers } from '@/lib/sandbox/gateways/nginx-upstreams'
import { requestFacts } from '@/lib/sandbox/gateways/request-facts'
import { nginxMutations } from './ingress-nginx-mutations'
import { ingressesOf, ingressObject } from './ingress-object'

/** One canary Ingress of class `nginx`. */
export const ingressNginxFamily: Family = {
  provider: 'ingress-nginx',
  gateway: 'ingress-nginx',
  convention: 'mse',
  draw: { rules: 2, oneLane: true },
  userObjects: (routes) => routes.map((route) => ingressObject(route, 'nginx')),
  serving: (objects) => {
    const servers = compileServers(ingressesOf(objects, 'nginx'))
    return (request) => {
      const facts = requestFacts(request)
      return (random) => {
        const decision = decideNginx(servers, facts, { ready: () => 1, random })
        if ('status' in decision) return { status: decision.status }
        const { service, port } = decision.upstream
        return { service, port, headers: facts.headers }
      }
    }
  },
  mutations: nginxMutations,
}
