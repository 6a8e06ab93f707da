import type { NginxStats } from '@/lib/sandbox/metrics/nginx-stats'
import { forward, refuse } from './forward'
import { forwardedHeaders } from './forwarded-headers'
import type { Gateway, GatewayContext } from './gateway'
import type { HeaderEdits } from './header-edits'
import { affinityKey, decideNginx, isAffine, type NginxDecision } from './nginx-decide'
import { type NginxCall, nginxPages, startNginxServer } from './nginx-server'
import { compileServers, type NginxServers, type Upstream } from './nginx-upstreams'
import type { RequestFacts } from './request-facts'

/**
 * The Kubernetes community's nginx controller: serves the Ingresses of class `nginx` but those of namespaces that another
 * controller of the class watches.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export function startNginxGateway(options: GatewayContext & { stats: NginxStats }): Promise<Gateway> {
  const { random = Math.random } = options
  return startNginxServer({
    ...options,
    controller: 'ingress-nginx',
    compile: compileServers,
    answer: (servers, call) => answerByCanary(servers, call, random),
  })
}

async function answerByCanary(servers: NginxServers, call: NginxCall, random: () => number) {
  const { incoming, response, facts, backends, connections } = call
  const readyPods = ({ namespace, service, port }: Upstream) =>
    backends.find(namespace, service, port)?.ready ?? []
  const decision = decideNginx(servers, facts, { ready: (upstream) => readyPods(upstream).length, random })
  const status =
    'status' in decision
      ? refuse(response, decision.status, nginxPages[decision.status])
      : await forward(connections, {
          incoming,
          response,
          ports: readyPods(decision.upstream),
          headers: forwardedHeaders(facts, incoming),
          edits: affinityEdits(decision.upstream, facts),
        })
  return { ...labelsOf(decision, facts), status }
}

function affinityEdits(upstream: Upstream, facts: RequestFacts): HeaderEdits[] {
  const { affinity } = upstream
  if (affinity === undefined || isAffine(upstream, facts)) return []
  const value = `${affinity.cookie}=pod|${affinityKey(upstream)}; Path=/; HttpOnly`
  return [{ remove: [], set: [['set-cookie', value]], add: [] }]
}

function labelsOf(decision: NginxDecision, { host, method }: RequestFacts) {
  const location = decision.location
  const upstream = location?.upstream
  return {
    host: location === undefined ? '_' : host,
    method,
    path: location?.ingressPath ?? '',
    namespace: upstream?.namespace ?? '',
    ingress: location?.ingress ?? '',
    service: upstream?.service ?? '',
    canary: 'canary' in decision ? decision.canary : '',
  }
}
