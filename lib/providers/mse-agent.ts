import { agentDoors, callerAddresses, callerRef, findRegistered, routerKind } from './mse-agent-base'
import { agentTitle, checkMseAgent, routerFeatures } from './mse-agent-check'
import { agentRouting } from './mse-agent-inner'
import { agentObstacles } from './mse-agent-obstacles'
import { tagDelivery } from './mse-agent-policies'
import { readMseAgent } from './mse-agent-read'
import { renderMseAgent } from './mse-agent-render'
import { MseAgentSettings } from './mse-agent-settings'
import type { TrafficProvider } from './provider'

/**
 * Rules that the agents of Alibaba Cloud's MSE (or Spring Cloud Alibaba) obey where an application is called: the entry is
 * the application, and its callers must carry the agent.
 * @see https://help.aliyun.com/document_detail/170454.html
 * @see https://github.com/opensergo/opensergo-specification/blob/main/specification/zh-Hans/traffic-routing.md
 */
export const mseAgent: TrafficProvider<MseAgentSettings> = {
  id: 'mse-agent',
  title: agentTitle,
  features: routerFeatures,
  settings: MseAgentSettings,
  entersBy: 'application',
  routeKinds: [routerKind],
  classKinds: [],
  // A cluster whose agents take rules from the OpenAPI need not know the kind.
  kindsOf: ({ delivery }) =>
    delivery === 'mse-openapi'
      ? agentRouting.kinds.filter(({ kind }) => kind !== routerKind.kind)
      : agentRouting.kinds,
  check: checkMseAgent,
  findDoors: ({ workloads = [] }) => agentDoors(workloads),
  findBase: (entry, _settings, objects, service) => findRegistered(entry, objects, service),
  obstacles: agentObstacles,
  gateways: (base, settings) => callerRef(base, settings?.caller),
  addresses: (_base, gateways) => callerAddresses(gateways),
  laneService: () => 'none',
  inner: agentRouting,
  // Agents count nothing that could be read here: the pods themselves are asked.
  metrics: () => null,
  delivers: ({ delivery }) => delivery === 'mse-openapi',
  deliver: tagDelivery,
  render: renderMseAgent,
  read: readMseAgent,
}
