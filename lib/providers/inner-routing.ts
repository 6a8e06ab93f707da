import type { Application } from '@/lib/domain/application'
import type { Entry } from '@/lib/domain/entry'
import { applicationsBehind } from '@/lib/domain/hops'
import { hasAgents, type InnerRouted } from '@/lib/domain/inner-hops'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { findProvider } from './index'
import type { InnerRouting } from './provider'

/** An entry's inner routing with its settings. */
export type InnerPlan = { routing: InnerRouting<unknown>; settings: unknown }

/** What routes the calls behind an entry: its provider, unless the group's convention brings agents; null for nobody or them. */
export function innerPlanOf({ spec }: LaneGroupDocument, entry: Entry): InnerPlan | null {
  const provider = findProvider(entry.provider)
  const routing = provider?.inner
  const settings = provider?.settings.safeParse(entry.settings ?? {})
  if (!routing || !settings?.success) return null
  const isLeft = routing.always || (!hasAgents(spec.convention) && spec.convention !== 'shared')
  return isLeft ? { routing, settings: settings.data } : null
}

/** The applications behind an entry's own. */
export function innerApplications(document: LaneGroupDocument, entry: Entry): Application[] {
  return applicationsBehind(document, entry).filter(({ name }) => name !== entry.application)
}

/** Whether calls to an application behind an entry find lanes: for `simulate` and `expectedShares`. */
export const innerRouted: InnerRouted = (document, entry, application, lane) => {
  const found = entry && innerPlanOf(document, entry)
  if (!found) return hasAgents(document.spec.convention)
  if (!found.routing.covers(found.settings, application)) return false
  // A lane that passes no tag has no rule; an application without any rule is left to the agents.
  if (lane === undefined || lane.passTag) return true
  const hasRules = document.spec.lanes.some(
    ({ passTag, versions }) =>
      passTag && versions.some((version) => version.application === application.name),
  )
  return found.routing.always === true && !hasRules
}

/**
 * The Service that a lane's version of an application needs, by all entries before it: one of its own, the baseline's, or
 * none. `clash`: one entry needs its own, another the baseline's.
 */
export function laneServiceOf(
  document: LaneGroupDocument,
  application: Application,
): 'own' | 'shared' | 'none' | 'clash' {
  const wanted = new Set(document.spec.entries.map((entry) => serviceAt(document, entry, application)))
  if (wanted.has('own') && wanted.has('shared')) return 'clash'
  return wanted.has('own') ? 'own' : wanted.has('shared') ? 'shared' : 'none'
}

function serviceAt(
  document: LaneGroupDocument,
  entry: Entry,
  application: Application,
): 'own' | 'shared' | 'none' {
  const provider = findProvider(entry.provider)
  const settings = provider?.settings.safeParse(entry.settings ?? {})
  const atEntry = settings?.success ? (provider?.laneService?.(settings.data) ?? 'own') : 'own'
  if (application.name === entry.application) return atEntry
  const inner = innerPlanOf(document, entry)
  if (!inner || !innerApplications(document, entry).includes(application)) return 'none'
  if (!inner.routing.covers(inner.settings, application)) return 'none'
  return inner.routing.needsService(inner.settings) ? 'own' : atEntry === 'shared' ? 'shared' : 'none'
}
