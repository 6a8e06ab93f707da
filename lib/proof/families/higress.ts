import type { Family } from '@/lib/proof/family'
import { applyEdits } from '@/lib/sandbox/gateways/header-edits'
import { higressFacts, plainHeaders } from '@/lib/sandbox/gateways/higress-facts'
import { drawTarget, findHigressRoute } from '@/lib/sandbox/gateways/higress-order'
import { compilePlugins, runPlugins } from '@/lib/sandbox/gateways/higress-plugins'
import { compileHigress } from '@/lib/sandbox/gateways/higress-routes'
import type { WasmPlugin } from '@/lib/sandbox/shapes/wasm-plugin'
import { higressMutations } from './higress-mutations'
import { ingressesOf, ingressObject } from './ingress-object'

/** Ingresses of class `higress` with matches of their own, and the tag plugin. */
export const higressFamily: Family = {
  provider: 'higress',
  gateway: 'higress',
  convention: 'mse',
  settings: [{}, {}, { tagPlugin: true }],
  // What needs the tag plugin, and what it cannot say.
  draw: { wholePercents: true, without: [/^(not|sticky|cookie-regex)|-percent$/, /^(path|method)-/] },
  userObjects: (routes) => routes.map((route) => ingressObject(route, 'higress')),
  serving: (objects) => {
    const table = compileHigress(ingressesOf(objects, 'higress'))
    const plugins = compilePlugins(objects.filter(({ kind }) => kind === 'WasmPlugin') as WasmPlugin[])
    return (request) => {
      const asked = higressFacts(request)
      const first = findHigressRoute(table, asked)
      return (random) => {
        const facts = first && runPlugins(plugins, first, asked, random)
        const route = facts && findHigressRoute(table, facts)
        const target = route && drawTarget(route, random)
        if (facts === undefined || target === undefined) return { status: 404 }
        const { service, port } = target.to
        return { service, port: port ?? 80, headers: applyEdits(plainHeaders(facts), target.request) }
      }
    }
  },
  mutations: higressMutations,
}
