import { baseline } from '@/lib/domain/baseline'
import { defaultCapacityRatio, withinCapacity } from '@/lib/domain/capacity'
import type { Entry } from '@/lib/domain/entry'
import { at } from '@/lib/domain/json'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { rulesOfEntry } from '@/lib/domain/rules-of-entry'
import { configuredShares } from '@/lib/domain/shares'
import { findProvider } from '@/lib/providers/index'
import { objectIndex } from './find-object'
import { laneCapacity } from './lane-capacity'
import type { LiveState } from './types'
import { deploymentRef } from './version-input'
import { versionReadiness } from './version-readiness'

/** A baseline that is about to take requests back: so many of the pods that it wants have to be ready first. */
export type BaselineNeed = { application: string; deployment: string; needed: number; pods: number }

type Input = {
  /** What the routes were made for; null when there are none. */
  before: LaneGroupDocument | null
  after: LaneGroupDocument
  live: LiveState
  /** One ready pod will do: what leaves a lane is wanted out of it. */
  isUrgent: boolean
}

/**
 * The baselines that get requests which ready pods of lanes take now, and how many ready pods each needs: its share of the
 * pods that it wants by the group's capacityRatio, rounded up, one at least. Requests that nobody answers now ask for nothing.
 */
export function baselineNeeds({ before, after, live, isUrgent }: Input): BaselineNeed[] {
  if (before === null) return []
  const needs = new Map<string, BaselineNeed>()
  for (const entry of before.spec.entries) {
    if (findProvider(entry.provider)?.features.has('replicas')) continue
    const now = stateAt(before, entry, live)
    const kept = after.spec.entries.some(({ name }) => name === entry.name)
    const then = kept ? stateAt(after, entry, live) : { share: 1, serving: [] }
    const closes = now.serving.some(({ tag }) => then.serving.every((lane) => lane.tag !== tag))
    if (now.serving.length === 0 || (!closes && then.share <= now.share + 1e-9)) continue
    for (const application of answering(before, now.serving, live)) {
      const need = needOf({ application, after, live, share: isUrgent ? 0 : then.share })
      const known = need && needs.get(need.deployment)
      if (need && (known?.needed ?? 0) < need.needed) needs.set(need.deployment, need)
    }
  }
  return [...needs.values()]
}

/** The baseline's share of the requests that no condition decides, and the lanes whose pods take any requests at an entry. */
function stateAt(
  document: LaneGroupDocument,
  entry: Entry,
  live: LiveState,
): { share: number; serving: Lane[] } {
  const isReady = versionReadiness({ document, live, readiness: 'live' })
  const meant = new Set(
    rulesOfEntry(document, entry.name).flatMap(({ targets }) =>
      targets.filter(({ weight }) => weight > 0).map(({ lane }) => lane),
    ),
  )
  const serving = document.spec.lanes.filter(
    (lane) => meant.has(lane.tag) && isReady(lane, entry.application),
  )
  const capacityAt = laneCapacity({ document, objects: live.objects, readiness: 'live' })
  const carried = withinCapacity(document, capacityAt).document
  const share = configuredShares(carried, entry.name)
    .filter(({ lane }) => lane === baseline || serving.every(({ tag }) => tag !== lane))
    .reduce((sum, one) => sum + one.share, 0)
  return { share, serving }
}

/** The applications whose requests pods of these lanes answer: a version without any leaves them to its baseline already. */
function answering(document: LaneGroupDocument, lanes: readonly Lane[], live: LiveState): string[] {
  const isReady = versionReadiness({ document, live, readiness: 'live' })
  return [
    ...new Set(
      lanes.flatMap((lane) =>
        lane.versions
          .map(({ application }) => application)
          .filter((application) => isReady(lane, application)),
      ),
    ),
  ]
}

function needOf(input: {
  application: string
  after: LaneGroupDocument
  live: LiveState
  share: number
}): BaselineNeed | null {
  const { application, after, live, share } = input
  const deployment = after.spec.applications.find(({ name }) => name === application)?.deployment
  if (deployment === undefined) return null
  const found = objectIndex(live.objects)(deploymentRef(after, deployment))
  // There is none to wait for.
  if (found === undefined) return null
  const pods = Number(at(found, 'spec', 'replicas') ?? 1)
  const ratio = after.spec.capacityRatio ?? defaultCapacityRatio
  const needed = Math.max(1, Math.ceil((share * pods) / ratio - 1e-9))
  return { application, deployment, needed: Math.min(needed, Math.max(1, pods)), pods }
}
