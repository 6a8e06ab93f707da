import { baseline } from './baseline'
import { compileCondition } from './compile-condition'
import type { Condition } from './condition'
import { conditionText } from './condition-text'
import { effectiveShares } from './effective-targets'
import { type EntryTagsOf, pickedByTag, tagBehind, usualTags } from './entry-tags'
import { hopsOf } from './hops'
import { type InnerRouted, routedByAgents } from './inner-hops'
import type { LaneGroupDocument } from './lane-group'
import { type NormalRequest, normalRequest } from './normal-request'
import type { RequestSample } from './request-sample'
import type { RouteRule } from './route-rule'
import { rulesOfEntry } from './rules-of-entry'
import type { Simulation } from './simulation'

/**
 * Which rule decides a request, why each earlier one does not, and the version that answers at every hop. At an entry
 * that the group does not have only rules for all entries hold. `routed` tells which calls behind the entry follow lanes,
 * `tagsOf` what entries do with the tag header. For many requests use `compile`.
 */
export function simulate(
  group: LaneGroupDocument,
  request: RequestSample,
  routed: InnerRouted = routedByAgents,
  tagsOf: EntryTagsOf = usualTags,
): Simulation {
  const entry = group.spec.entries.find(({ name }) => name === request.entry)
  const seen = normalRequest(request)
  const picked = pickedByTag(group, entry, seen, tagsOf)
  if (picked) {
    const lane = picked.state === 'active' ? picked.tag : baseline
    const hops = hopsOf(group, entry, lane, routed, picked.tag)
    return { rule: null, picked: picked.tag, lane, shares: [{ lane, share: 1 }], why: [], hops }
  }
  const why: Simulation['why'] = []
  let decided: RouteRule | null = null
  for (const rule of rulesOfEntry(group, request.entry)) {
    const failed = failuresOf(rule, seen)
    why.push({ rule: rule.name, matched: failed === null, failed: failed ?? [] })
    if (failed === null) {
      decided = rule
      break
    }
  }
  const shares = effectiveShares(group, decided, seen)
  const lane = shares.reduce((best, share) => (share.share > best.share ? share : best)).lane
  return {
    rule: decided?.name ?? null,
    lane,
    shares,
    why,
    hops: hopsOf(group, entry, lane, routed, tagBehind({ group, entry, request: seen, lane, tagsOf })),
  }
}

/** The first failing condition of each branch, or null when the rule takes the request. */
function failuresOf(rule: RouteRule, request: NormalRequest): Simulation['why'][number]['failed'] | null {
  if (rule.match === undefined) return null
  const failed: Simulation['why'][number]['failed'] = []
  for (const [branch, conditions] of rule.match.entries()) {
    const condition = firstFailing(conditions, request)
    if (condition === undefined) return null
    failed.push({ branch, condition: conditionText(condition) })
  }
  return failed
}

function firstFailing(conditions: readonly Condition[], request: NormalRequest): Condition | undefined {
  return conditions.find((condition) => !compileCondition(condition)(request))
}
