import { baseline } from './baseline'
import { effectiveShares, type LaneShare } from './effective-targets'
import type { Entry } from './entry'
import { followsLane } from './hops'
import { type InnerRouted, routedByAgents } from './inner-hops'
import type { LaneGroupDocument } from './lane-group'
import type { RouteRule } from './route-rule'
import { rulesOfEntry } from './rules-of-entry'

/**
 * The configured share, 0..1, of the baseline and of each lane for requests that no condition decides, at one entry
 * (default: the first). Baseline first, then lanes in document order; they sum to 1.
 */
export function configuredShares(group: LaneGroupDocument, entry?: string): LaneShare[] {
  const name = entry ?? group.spec.entries[0]?.name ?? ''
  const shares = new Map(effectiveShares(group, matchlessRule(group, name)).map((s) => [s.lane, s.share]))
  const lanes = [baseline, ...group.spec.lanes.map(({ tag }) => tag)]
  return lanes.map((lane) => ({ lane, share: shares.get(lane) ?? 0 }))
}

/**
 * The share, 0..1, that each version of an application should take: the baseline and every lane that has a version of
 * it. Null where it cannot be told, because a condition (or another entry) may give that version another share.
 */
export function expectedShares(
  group: LaneGroupDocument,
  application: string,
  routed: InnerRouted = routedByAgents,
): { lane: string; share: number | null }[] {
  const versions = [
    baseline,
    ...group.spec.lanes
      .filter((lane) => lane.versions.some((version) => version.application === application))
      .map(({ tag }) => tag),
  ]
  const possible = group.spec.entries.flatMap((entry) =>
    versionSharesByRule({ group, entry, application, routed }),
  )
  return versions.map((lane) => {
    const shares = possible.map((byLane) => byLane.get(lane) ?? 0)
    const [first = lane === baseline ? 1 : 0] = shares
    return { lane, share: shares.every((share) => Math.abs(share - first) < 1e-9) ? first : null }
  })
}

function versionSharesByRule(input: {
  group: LaneGroupDocument
  entry: Entry
  application: string
  routed: InnerRouted
}): Map<string, number>[] {
  const { group, entry, application, routed } = input
  const found = group.spec.applications.find(({ name }) => name === application)
  const isReached = application === entry.application || (found && routed(group, entry, found))
  const conditional = rulesOfEntry(group, entry.name).filter((rule) => rule.match !== undefined)
  return [...conditional, matchlessRule(group, entry.name)].map((rule) => {
    const byVersion = new Map<string, number>()
    for (const { lane: tag, share } of effectiveShares(group, rule)) {
      const lane = group.spec.lanes.find((candidate) => candidate.tag === tag)
      const taker = isReached && lane && followsLane(lane, application, entry.application) ? tag : baseline
      byVersion.set(taker, (byVersion.get(taker) ?? 0) + share)
    }
    return byVersion
  })
}

function matchlessRule(group: LaneGroupDocument, entry: string): RouteRule | null {
  return rulesOfEntry(group, entry).find((rule) => rule.match === undefined) ?? null
}
