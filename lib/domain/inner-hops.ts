import type { Application } from './application'
import type { Entry } from './entry'
import type { Convention, LaneGroupDocument } from './lane-group'

/** Whether something routes calls to an application behind an entry to lanes; without it they reach the baseline. */
export type InnerRouted = (
  group: LaneGroupDocument,
  entry: Entry | undefined,
  application: Application,
) => boolean

/** Whether workloads of this convention carry an agent that routes the calls between them. */
export function hasAgents(convention: Convention): boolean {
  return convention === 'mse' || convention === 'zadig'
}

/** What holds as long as nothing is known of the entries' providers: agents route, nobody else does. */
export const routedByAgents: InnerRouted = ({ spec }) => hasAgents(spec.convention)
