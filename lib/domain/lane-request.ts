import { baseline } from './baseline'
import type { Condition } from './condition'
import { effectiveShares } from './effective-targets'
import type { Entry } from './entry'
import type { Effort } from './find-remaining'
import type { LaneGroupDocument } from './lane-group'
import { normalRequest } from './normal-request'
import type { RequestSample } from './request-sample'
import { both, isEmpty, type RequestSet, requestsOf } from './request-set'
import { type EntryReach, ruleReach } from './rule-reach'
import { plainRequest, sampleRequest } from './sample-request'

/** A request and the lane that takes it or a share of such requests, else the baseline. */
export type LaneRequest = { sample: RequestSample; lane: string }

/**
 * A request at an entry that rules send to a lane and that meets `also`; if there is none, any that meets it. Null where
 * none is found.
 */
export function laneRequest(
  group: LaneGroupDocument,
  entry: Entry,
  also: readonly Condition[],
  effort: Effort,
): LaneRequest | null {
  const at = ruleReach(group, effort).find((reach) => reach.entry === entry)
  const asked = requestsOf(also, 'possible', entry)
  if (!at || !asked || isEmpty(asked)) return null
  const sets = at.rules.flatMap(({ branches }) =>
    branches.flatMap(({ fate, possible }) => (fate === 'never' || !possible ? [] : [possible])),
  )
  const found = [...sets, new Map()].flatMap((set) => requestIn(group, at, set, asked) ?? [])
  return found.find(({ lane }) => lane !== baseline) ?? found[0] ?? null
}

function requestIn(
  group: LaneGroupDocument,
  { entry, decide }: EntryReach,
  set: RequestSet,
  asked: RequestSet,
): LaneRequest | null {
  const shared = both(set, asked)
  if (!shared || isEmpty(shared)) return null
  const sample = shared.size === 0 ? plainRequest(entry) : sampleRequest(shared, entry)
  if (sample === null) return null
  const request = normalRequest(sample)
  const lanes = effectiveShares(group, decide(request), request).filter(({ lane }) => lane !== baseline)
  return { sample, lane: lanes[0]?.lane ?? baseline }
}
