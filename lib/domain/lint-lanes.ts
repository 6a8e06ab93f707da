import { say } from '@/lib/words/sentence'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import type { RequestSample } from './request-sample'
import type { RouteRule } from './route-rule'
import type { EntryReach } from './rule-reach'

/** Lanes that rules send requests to although they are parked or have no version of any application. */
export function lintLanes({ spec }: LaneGroupDocument, reach: readonly EntryReach[]): Lint[] {
  return spec.rules.flatMap((rule, index) =>
    rule.targets.flatMap(({ lane: tag, weight }, target): Lint[] => {
      const lane = spec.lanes.find((candidate) => candidate.tag === tag)
      const parked = lane?.state === 'parked'
      if (weight === 0 || !lane || (!parked && lane.versions.length > 0) || isNever(rule, reach)) return []
      const sample = sampleOf(rule, reach)
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

/** Strict lanes that lack an application: their requests fall back to the baseline, which a strict group forbids. */
export function lintStrict({ spec }: LaneGroupDocument, reach: readonly EntryReach[]): Lint[] {
  if (spec.mode !== 'strict') return []
  return spec.lanes.flatMap(({ tag, versions }, index): Lint[] => {
    const has = new Set(versions.map(({ application }) => application))
    const lacks = spec.applications.map(({ name }) => name).filter((name) => !has.has(name))
    if (lacks.length === 0) return []
    const applications = lacks.join(', ')
    const sample = spec.rules
      .filter(({ targets }) => targets.some(({ lane, weight }) => lane === tag && weight > 0))
      .map((rule) => sampleOf(rule, reach))
      .find((one) => one !== null)
    return [
      {
        code: 'StrictLacks',
        severity: 'error',
        message: say('checks.lintStrictLacks', { lane: tag, applications }),
        path: `spec.lanes.${index}.versions`,
        rules: [],
        params: { lane: tag, applications },
        ...(sample && { counterExample: sample }),
      },
    ]
  })
}

/** A request that the rule decides, at the first entry where there is one. */
export function sampleOf(rule: RouteRule, reach: readonly EntryReach[]): RequestSample | null {
  for (const { branches } of reach.flatMap(({ rules }) => rules.filter((one) => one.rule === rule))) {
    const reached = branches.find(({ fate }) => fate === 'reached')
    if (reached) return reached.sample
  }
  return null
}

function isNever(rule: RouteRule, reach: readonly EntryReach[]): boolean {
  const branches = reach.flatMap(({ rules }) => rules.find((one) => one.rule === rule)?.branches ?? [])
  return branches.length > 0 && branches.every(({ fate }) => fate === 'never')
}
