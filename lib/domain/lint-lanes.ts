import { say } from '@/lib/words/sentence'
import { branchOf } from './branch'
import type { Entry } from './entry'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import type { RequestSample } from './request-sample'
import type { RouteRule } from './route-rule'
import { sampleRequest } from './sample-request'
import { simulate } from './simulate'

/** Lanes that rules send requests to although they are parked or have no version of any application. */
export function lintLanes(group: LaneGroupDocument): Lint[] {
  return group.spec.rules.flatMap((rule, index) =>
    rule.targets.flatMap(({ lane: tag, weight }, target): Lint[] => {
      const lane = group.spec.lanes.find((candidate) => candidate.tag === tag)
      const parked = lane?.state === 'parked'
      if (weight === 0 || !lane || (!parked && lane.versions.length > 0)) return []
      const sample = sampleOf(group, rule)
      return [
        {
          code: parked ? 'ParkedLaneReceives' : 'EmptyLaneReceives',
          severity: 'warning',
          message: say(parked ? 'checks.lintParked' : 'checks.lintEmpty', { rule: rule.name, lane: tag }),
          path: `spec.rules.${index}.targets.${target}`,
          rules: [rule.name],
          params: { rule: rule.name, lane: tag },
          ...(sample && { counterExample: sample }),
        },
      ]
    }),
  )
}

/** A request that the rule decides, at the first entry where there is one. */
export function sampleOf(group: LaneGroupDocument, rule: RouteRule): RequestSample | null {
  for (const entry of group.spec.entries) {
    if (rule.entries && !rule.entries.includes(entry.name)) continue
    const found = candidates(rule, entry).find((sample) => simulate(group, sample).rule === rule.name)
    if (found) return found
  }
  return null
}

function candidates(rule: RouteRule, entry: Entry): RequestSample[] {
  return (rule.match ?? [[]]).flatMap((conditions) => sampleRequest(branchOf(conditions), entry) ?? [])
}
