import type { Family } from '@/lib/proof/family'
import { applyEdits } from '@/lib/sandbox/gateways/header-edits'
import { compileRoutes, decide } from '@/lib/sandbox/gateways/mse-routes'
import { requestFacts } from '@/lib/sandbox/gateways/request-facts'
import { ingressesOf, ingressObject } from './ingress-object'
import { mseMutations } from './mse-mutations'

/** Canary Ingresses of class `mse`. */
export const mseFamily: Family = {
  provider: 'mse',
  gateway: 'mse',
  convention: 'mse',
  userObjects: (routes) => routes.map((route) => ingressObject(route, 'mse')),
  serving: (objects) => {
    const table = compileRoutes(ingressesOf(objects, 'mse'))
    return (request) => {
      const facts = requestFacts(request)
      return (random) => {
        const decision = decide(table, facts, random)
        if (decision === undefined) return { status: 404 }
        const { service, port, request: edits } = decision.to
        return { service, port, headers: applyEdits(facts.headers, edits) }
      }
    }
  },
  mutations: mseMutations,
}
