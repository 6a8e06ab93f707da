import type { Application } from './application'
import { baseline } from './baseline'
import type { Entry } from './entry'
import { type InnerRouted, routedByAgents } from './inner-hops'
import type { Lane } from './lane'
import type { LaneGroupDocument } from './lane-group'

/** One application on a request's way; `fallback` when the lane has no version of it and the baseline answers. */
export type Hop = { application: string; lane: string; fallback: boolean }

/**
 * The way of a request behind an entry: the entry's application, then what stands after it in the document, or, as soon
 * as an application of the group declares `calls`, what each calls, depth first, each once. Without an entry, all
 * applications in document order.
 */
export function applicationsBehind(group: LaneGroupDocument, entry: Entry | undefined): Application[] {
  const { applications } = group.spec
  const at = applications.findIndex(({ name }) => name === entry?.application)
  const first = applications[Math.max(at, 0)]
  if (first === undefined || !applications.some(({ calls }) => calls))
    return applications.slice(Math.max(at, 0))
  const byName = new Map(applications.map((application) => [application.name, application]))
  const seen = new Set<Application>()
  const visit = (application: Application | undefined) => {
    if (application === undefined || seen.has(application)) return
    seen.add(application)
    for (const name of application.calls ?? []) visit(byName.get(name))
  }
  visit(first)
  return [...seen]
}

/** Whether requests of the lane use the lane's own version of an application; without `passTag` only the entry's does. */
export function followsLane(lane: Lane, application: string, entryApplication: string | undefined): boolean {
  const reached = lane.passTag || application === entryApplication
  return reached && lane.versions.some((version) => version.application === application)
}

/**
 * The version of each application that answers a request which its entry sent to a lane (a tag or `baseline`), in the order
 * of the way. Behind the entry's application the tag that the request carries counts (`carried`, null for none; the lane's
 * own where it is left out); calls that nobody routes reach the baseline.
 */
export function hopsOf(
  group: LaneGroupDocument,
  entry: Entry | undefined,
  tag: string,
  routed: InnerRouted = routedByAgents,
  carried?: string | null,
): Hop[] {
  const { lanes } = group.spec
  const lane = lanes.find((candidate) => candidate.tag === tag)
  const behind = carried === undefined ? (lane?.passTag ? tag : null) : carried
  const followed = lanes.find((candidate) => candidate.tag === behind)
  return applicationsBehind(group, entry).map((found) => {
    const { name: application } = found
    if (application === entry?.application) {
      if (lane === undefined) return { application, lane: baseline, fallback: false }
      const follows = followsLane(lane, application, application)
      return { application, lane: follows ? tag : baseline, fallback: !follows }
    }
    if (followed === undefined) return { application, lane: baseline, fallback: false }
    const hasVersion = followed.versions.some((version) => version.application === application)
    const follows = hasVersion && followed.state === 'active' && routed(group, entry, found, followed)
    return { application, lane: follows ? followed.tag : baseline, fallback: !follows }
  })
}
