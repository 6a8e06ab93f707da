import { asObjects, asTexts, at, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { type GatewayName, hostsOf, isEntryRoute, parentGateways } from './gateway-api-base'
import { isConditional, pathOf, ruleMatches } from './gateway-api-match'
import type { Door } from './provider'

/** The doors of a namespace's routes: each host of each route, with the paths that lead to one Service without conditions. */
export function routeDoors(routes: readonly KubeObject[]): Door[] {
  return routes.filter(isEntryRoute).flatMap((object) => {
    const [gateway] = parentGateways(object)
    return gateway === undefined ? [] : hostsOf(object).flatMap((host) => hostDoors(object, host, gateway))
  })
}

function hostDoors(object: KubeObject, host: string | undefined, gateway: GatewayName): Door[] {
  const byBackend = new Map<string, Door['paths']>()
  for (const rule of asObjects(at(object, 'spec', 'rules'))) {
    const backend = JSON.stringify(asObjects(rule.backendRefs).map(({ name, port }) => [name, port]))
    byBackend.set(backend, [...(byBackend.get(backend) ?? []), ...plainPathsOf(rule)])
  }
  return [...byBackend.values()]
    .filter((paths) => paths.length > 0)
    .map((paths) => ({ object, host: host ?? null, paths, className: gateway.name, settings: { gateway } }))
}

function plainPathsOf(rule: JsonObject): Door['paths'] {
  return ruleMatches(rule)
    .filter((match) => !isConditional(match))
    .flatMap((match) => pathOf(match) ?? [])
    .map(({ path, type }) => ({ path, type: type === 'Exact' ? 'Exact' : 'Prefix' }))
}

/**
 * `http://host:port` of each address in a Gateway's status, on its HTTP listeners.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewaystatus
 */
export function gatewayAddresses(gateway: KubeObject): string[] {
  const ports = asObjects(at(gateway, 'spec', 'listeners')).flatMap(({ protocol, port }) =>
    protocol === 'HTTP' && typeof port === 'number' ? [port] : [],
  )
  return asObjects(at(gateway, 'status', 'addresses')).flatMap((address) => {
    const { value } = asTexts(address)
    if (value === undefined || value === '') return []
    const host = value.includes(':') ? `[${value}]` : value
    return [...new Set(ports)].map((port) => `http://${host}:${port}`)
  })
}
