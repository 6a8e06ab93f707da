import { say } from '@/lib/words/sentence'
import { baseline } from './baseline'
import { effectiveShares } from './effective-targets'
import type { Entry } from './entry'
import type { Effort } from './find-remaining'
import type { LaneGroupDocument } from './lane-group'
import { laneWords } from './lane-words'
import type { Lint } from './lint-finding'
import { normalRequest } from './normal-request'
import type { RequestSample } from './request-sample'
import { both, isEmpty } from './request-set'
import { type EntryReach, ruleReach } from './rule-reach'
import { rulesOfEntry } from './rules-of-entry'
import { plainRequest, sampleRequest } from './sample-request'

/** A group beside the one in hand, and an entry of each on one door. */
type Rival = { entry: Entry; other: LaneGroupDocument; otherEntry: Entry }

/** A request that two groups send to different lanes. */
type Clash = { sample: RequestSample; lane: string; otherLane: string }

/** Entries whose host and path another group of the cluster claims too, each with a request, if there is one, that both send elsewhere. */
export function lintRivals(
  group: LaneGroupDocument,
  others: readonly LaneGroupDocument[],
  effort: Effort,
): Lint[] {
  const rivals = rivalsOf(group, others)
  if (rivals.length === 0) return []
  const own = ruleReach(group, effort)
  const reachOf = new Map(others.map((other) => [other, ruleReach(other, effort)]))
  return rivals.map((rival): Lint => {
    const at = own.find(({ entry }) => entry === rival.entry)
    const there = reachOf.get(rival.other)?.find(({ entry }) => entry === rival.otherEntry)
    const clash = at && there ? clashOf({ group, at }, { group: rival.other, at: there }) : null
    const about = { entry: rival.entry.name, group: rival.other.metadata.name }
    const lanes = clash && { lane: clash.lane, otherLane: clash.otherLane }
    return {
      code: 'RivalGroup',
      severity: 'warning',
      message: clash
        ? say('checks.lintRivalClash', {
            ...about,
            lane: laneWords(clash.lane),
            otherLane: laneWords(clash.otherLane),
          })
        : say('checks.lintRival', about),
      path: `spec.entries.${group.spec.entries.indexOf(rival.entry)}`,
      rules: [],
      params: { ...about, otherEntry: rival.otherEntry.name, ...lanes },
      counterExample: clash?.sample ?? plainRequest(rival.entry),
    }
  })
}

/**
 * A lane of which both groups would make the route beside one base route, and so one object; null when there is none.
 * Routes are named after the base route and the lane.
 */
export function sameRoute(
  group: LaneGroupDocument,
  others: readonly LaneGroupDocument[],
): { lane: string; entry: string; group: string } | null {
  for (const { entry, other, otherEntry } of rivalsOf(group, others)) {
    if (other.spec.namespace !== group.spec.namespace) continue
    const theirs = lanesAt(other, otherEntry)
    const lane = [...lanesAt(group, entry)].find((tag) => theirs.has(tag))
    if (lane !== undefined) return { lane, entry: entry.name, group: other.metadata.name }
  }
  return null
}

function lanesAt(group: LaneGroupDocument, { name }: Entry): Set<string> {
  const targets = rulesOfEntry(group, name).flatMap((rule) => rule.targets)
  return new Set(targets.flatMap(({ lane, weight }) => (weight > 0 && lane !== baseline ? [lane] : [])))
}

function rivalsOf(group: LaneGroupDocument, others: readonly LaneGroupDocument[]): Rival[] {
  return others.flatMap((other) =>
    group.spec.entries.flatMap((entry) =>
      other.spec.entries
        .filter((otherEntry) => isOneDoor({ group, entry }, { group: other, entry: otherEntry }))
        .map((otherEntry) => ({ entry, other, otherEntry })),
    ),
  )
}

type Place = { group: LaneGroupDocument; entry: Entry }

/** Whether two entries stand on one host and path of one kind of gateway; one without paths takes those of its Service. */
function isOneDoor(one: Place, other: Place): boolean {
  const { provider, host, paths } = one.entry
  if (provider !== other.entry.provider || host !== other.entry.host) return false
  const otherPaths = other.entry.paths
  if (paths === undefined || otherPaths === undefined) return serviceOf(one) === serviceOf(other)
  return paths.some(({ path, type }) =>
    otherPaths.some((candidate) => candidate.type === type && bare(candidate.path) === bare(path)),
  )
}

/** The Service of an entry's application with its namespace; a text of its own for one without. */
function serviceOf({ group: { spec, metadata }, entry }: Place): string {
  const service = spec.applications.find(({ name }) => name === entry.application)?.service
  return service ? `${spec.namespace}/${service.name}` : `${metadata.name}/${entry.name}/none`
}

function bare(path: string): string {
  return path.replace(/\/+$/, '')
}

type Reached = { group: LaneGroupDocument; at: EntryReach }

function clashOf(one: Reached, other: Reached): Clash | null {
  for (const own of branchesOf(one)) {
    for (const theirs of branchesOf(other)) {
      const shared = both(own, theirs)
      const sample = shared && !isEmpty(shared) ? sampleRequest(shared, one.at.entry) : null
      if (sample === null) continue
      const lane = laneOf(one, sample)
      const otherLane = laneOf(other, sample)
      if (lane !== otherLane) return { sample, lane, otherLane }
    }
  }
  return null
}

function branchesOf({ at }: Reached) {
  return at.rules.flatMap(({ branches }) =>
    branches.flatMap(({ fate, possible }) => (fate === 'never' || possible === null ? [] : [possible])),
  )
}

/** The lane that takes the largest share of such requests. */
function laneOf({ group, at }: Reached, sample: RequestSample): string {
  const request = normalRequest(sample)
  const shares = effectiveShares(group, at.decide(request), request)
  return shares.reduce((best, share) => (share.share > best.share ? share : best)).lane
}
