import type { Family } from '@/lib/proof/family'
import { ackChoices, compileAck, locateAck } from '@/lib/sandbox/gateways/ack-routes'
import { requestFacts } from '@/lib/sandbox/gateways/request-facts'
import { ackMutations } from './ack-weight-mutations'
import { ingressesOf, ingressObject } from './ingress-object'

/**
 * The user's Ingress of class `nginx` with ACK's annotations. Its gateway takes turns; here a draw stands for a place in
 * them, so that shares are exact, and no requests are sent to the one that listens.
 */
export const ackWeightFamily: Family = {
  provider: 'ack-weight',
  gateway: null,
  convention: 'mse',
  settings: [{}, {}, {}, { legacy: 'aliyun-weight' }],
  draw: { rules: 1, oneLane: true },
  userObjects: (routes) => routes.map((route) => ingressObject(route, 'nginx')),
  serving: (objects) => {
    const servers = compileAck(ingressesOf(objects, 'nginx'))
    return (request) => {
      const facts = requestFacts(request)
      return (random) => {
        const location = locateAck(servers, facts)
        if (typeof location === 'number') return { status: location }
        const choices = ackChoices(location, facts, () => true)
        const total = choices.reduce((sum, { weight }) => sum + weight, 0)
        let left = choices.length > 1 ? random() * total : 0
        for (const { backend, weight } of choices) {
          left -= weight
          if (left < 0) return { service: backend.service, port: backend.port, headers: facts.headers }
        }
        return { status: 503 }
      }
    }
  },
  mutations: ackMutations,
}
