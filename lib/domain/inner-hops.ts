import type { Application } from './application'
import type { Entry } from './entry'
import type { Lane } from './lane'
import type { Convention, LaneGroupDocument } from './lane-group'

/**
 * Whether something routes calls to an application behind an entry to lanes, or to this one; without it they reach the
 * baseline.
 */
export type InnerRouted = (
  group: LaneGroupDocument,
  entry: Entry | undefined,
  application: Application,
  lane?: Lane,
) => boolean

/** The only header that an MSE agent passes on. @see https://help.aliyun.com/zh/mse/user-guide/configure-an-end-to-end-canary-release */
export const agentTagHeader = 'x-mse-tag'

/** Whether workloads of this convention carry an agent that routes the calls between them. */
export function hasAgents(convention: Convention): boolean {
  return convention === 'mse' || convention === 'zadig'
}

/** What holds as long as nothing is known of the entries' providers: agents route, nobody else does. */
export const routedByAgents: InnerRouted = ({ spec }) => hasAgents(spec.convention)
