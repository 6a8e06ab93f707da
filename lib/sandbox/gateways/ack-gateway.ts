import type { NginxStats } from '@/lib/sandbox/metrics/nginx-stats'
import { type AckBackend, type AckServers, ackChoices, compileAck, locateAck } from './ack-routes'
import { forward, refuse } from './forward'
import { forwardedHeaders } from './forwarded-headers'
import type { Gateway, GatewayContext } from './gateway'
import { type NginxCall, nginxPages, startNginxServer } from './nginx-server'
import { SmoothTurns } from './smooth-turns'

/**
 * ACK's nginx controller before v1.12: serves the Ingresses of class `nginx` in the namespaces that it watches, by its own
 * annotations.
 * @see https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/use-nginx-ingress-for-canary-release-and-blue-green-release
 */
export function startAckGateway(options: GatewayContext & { stats: NginxStats }): Promise<Gateway> {
  return startNginxServer({
    ...options,
    controller: 'ack-nginx',
    compile: (ingresses) => ({ servers: compileAck(ingresses), turns: new SmoothTurns() }),
    answer: answerByWeight,
  })
}

type Compiled = { servers: AckServers; turns: SmoothTurns }

async function answerByWeight({ servers, turns }: Compiled, call: NginxCall) {
  const { incoming, response, facts, backends, connections } = call
  const { host, method } = facts
  const location = locateAck(servers, facts)
  if (typeof location === 'number') {
    const status = refuse(response, location, nginxPages[location])
    return { host: '_', method, path: '', namespace: '', ingress: '', service: '', canary: '', status }
  }
  const readyPods = ({ namespace, service, port }: AckBackend) =>
    backends.find(namespace, service, port)?.ready ?? []
  const choices = ackChoices(location, facts, (backend) => readyPods(backend).length > 0)
  const named = choices.map((choice) => ({ ...choice, name: choice.backend.service }))
  const who = named.map(({ name, weight }) => `${name}=${weight}`).join(' ')
  const chosen = turns.next(`${location.key} ${who}`, named)?.backend
  const status =
    chosen === undefined
      ? refuse(response, 503, nginxPages[503])
      : await forward(connections, {
          incoming,
          response,
          ports: readyPods(chosen),
          headers: forwardedHeaders(facts, incoming),
          edits: [],
        })
  const { ingress, ingressPath, backends: own } = location
  const { namespace = '', service = '' } = chosen ?? own[0] ?? {}
  return { host, method, path: ingressPath, namespace, ingress, service, canary: '', status }
}
