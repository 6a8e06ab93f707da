import type { Pod } from '@/lib/sandbox/shapes/pod'
import type { Candidates } from './choose-instance'

/** A call as the agent sees it on its way out. */
export type OutboundRequest = {
  method: string
  path: string
  query: string
  headers: Record<string, string | string[] | undefined>
}

/**
 * A per-application rule that decides before the agent's own algorithm; undefined leaves the call to it. `colours`
 * says whether a tagged pod of the application puts its own tag on untagged calls.
 */
export type TrafficRouter = {
  route(caller: Pod, request: OutboundRequest, instances: readonly Pod[]): Candidates | undefined
  colours(tag: string): boolean
}

/** Finds the rule of an application. */
export type FindRouter = (namespace: string, application: string) => TrafficRouter | undefined
