import type { Condition, Gateway, GatewayListener } from '@/lib/sandbox/shapes/gateway'
import type { HttpRoute } from '@/lib/sandbox/shapes/http-route'
import { conditionsOf, type Finding } from './gateway-conditions'
import { isAttached } from './http-route-table'
import { sharedHosts } from './route-hosts'

/**
 * What a gateway that listens says of its Gateway: its loopback address and, for each listener, how many routes are attached.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewaystatus
 */
export function gatewayStatus(gateway: Gateway, routes: readonly HttpRoute[]) {
  const { generation } = gateway.metadata
  const before = gateway.status ?? {}
  const listeners = gateway.spec.listeners.map((listener) => ({
    name: listener.name,
    supportedKinds: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }],
    attachedRoutes: routes.filter((route) => serves(listener, gateway, route)).length,
    conditions: conditionsOf(
      listenerFindings(listener),
      listenerConditions(before, listener.name),
      generation,
    ),
  }))
  return {
    ...before,
    addresses: [{ type: 'IPAddress', value: '127.0.0.1' }],
    conditions: conditionsOf(gatewayFindings, before.conditions as Condition[] | undefined, generation),
    listeners,
  }
}

const gatewayFindings: readonly Finding[] = [
  { type: 'Accepted', holds: true, reason: 'Accepted', message: 'Gateway is accepted' },
  { type: 'Programmed', holds: true, reason: 'Programmed', message: 'Gateway listens' },
]

function listenerFindings({ protocol }: GatewayListener): Finding[] {
  const isHttp = protocol === 'HTTP'
  const message = isHttp ? 'Listener is accepted' : `protocol ${protocol} is not served`
  return [
    { type: 'Accepted', holds: isHttp, reason: isHttp ? 'Accepted' : 'UnsupportedProtocol', message },
    { type: 'Programmed', holds: isHttp, reason: isHttp ? 'Programmed' : 'Invalid', message },
    { type: 'ResolvedRefs', holds: true, reason: 'ResolvedRefs', message: 'All references are resolved' },
  ]
}

function listenerConditions(status: { [field: string]: unknown }, name: string): Condition[] | undefined {
  const listeners = (status.listeners ?? []) as { name: string; conditions?: Condition[] }[]
  return listeners.find((listener) => listener.name === name)?.conditions
}

function serves(listener: GatewayListener, gateway: Gateway, route: HttpRoute): boolean {
  const isNamed = (route.spec.parentRefs ?? []).some((ref) => isAttached(ref, route, gateway, listener))
  return isNamed && sharedHosts(route.spec.hostnames, listener.hostname).length > 0
}
