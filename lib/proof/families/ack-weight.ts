import type { Family } from '@/lib/proof/family'
import { ackChoices, compileAck, locateAck } from '@/lib/sandbox/gateways/ack-routes'
import { requestFacts } from '@/lib/sandbox/gateways/request-facts'
import { SmoothTurns } from '@/lib/sandbox/gateways/smooth-turns'
import { ackMutations } from './ack-weight-mutations'
import { ingressesOf, ingressObject } from './ingress-object'

const mostTurns = 1_000

/** One Ingress of class `nginx` with a second Service, which ACK's controller asks in turns. */
export const ackWeightFamily: Family = {
  provider: 'ack-weight',
  gateway: 'ack-weight',
  convention: 'mse',
  settings: [{}, {}, { legacy: 'aliyun-weight' }],
  draw: {
    rules: 1,
    oneLane: true,
    wholePercents: true,
    without: [/^none$/, /^none$/, /^(header|cookie|query)-/],
  },
  userObjects: (routes) => routes.map((route) => ingressObject(route, 'nginx')),
  serving: (objects) => {
    const servers = compileAck(ingressesOf(objects, 'nginx'))
    return (request) => {
      const facts = requestFacts(request)
      const location = locateAck(servers, facts)
      if (typeof location === 'number') return () => ({ status: location })
      const choices = ackChoices(location, facts, () => true).map((choice) => ({
        ...choice,
        name: choice.backend.service,
      }))
      const turns = new SmoothTurns()
      const cycle = choices.reduce((sum, { weight }) => sum + weight, 0)
      const serve = () => {
        const chosen = turns.next('', choices)?.backend
        if (chosen === undefined) return { status: 503 }
        return { service: chosen.service, port: chosen.port, headers: facts.headers }
      }
      if (cycle <= mostTurns) return Object.assign(serve, { cycle: Math.max(1, cycle) })
      // Too many turns to count: a draw stands for a place in them.
      return (random) => {
        let left = random() * cycle
        const chosen = choices.find(({ weight }) => {
          left -= weight
          return left < 0
        })
        if (chosen === undefined) return { status: 503 }
        return { service: chosen.backend.service, port: chosen.backend.port, headers: facts.headers }
      }
    }
  },
  mutations: ackMutations,
}
