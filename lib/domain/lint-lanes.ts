import { say } from '@/lib/words/sentence'
import type { Entry } from './entry'
import type { Lane } from './lane'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import type { RequestSample } from './request-sample'
import type { RouteRule } from './route-rule'
import type { EntryReach } from './rule-reach'

/** Whether the numbers of pods at an entry come from its rules' weights, not from the document. */
export type CountsPods = (entry: Entry) => boolean

/** Lanes that rules send requests to although they are parked or cleaned, or have no version of any application that has pods. */
export function lintLanes(
  { spec }: LaneGroupDocument,
  reach: readonly EntryReach[],
  countsPods: CountsPods,
): Lint[] {
  const counted = new Set(spec.entries.filter(countsPods).map(({ application }) => application))
  return spec.rules.flatMap((rule, index) =>
    rule.targets.flatMap(({ lane: tag, weight }, target): Lint[] => {
      const lane = spec.lanes.find((candidate) => candidate.tag === tag)
      const parked = lane !== undefined && lane.state !== 'active'
      if (weight === 0 || !lane || (!parked && hasPods(lane, counted)) || isNever(rule, reach)) return []
      const sample = sampleOf(rule, reach)
      return [
        {
          code: codeOf(lane),
          severity: 'warning',
          message: say(reasonOf(lane), { rule: rule.name, lane: tag }),
          path: `spec.rules.${index}.targets.${target}`,
          rules: [rule.name],
          params: { rule: rule.name, lane: tag },
          ...(sample && { counterExample: sample }),
        },
      ]
    }),
  )
}

function hasPods({ versions }: Lane, counted: ReadonlySet<string>): boolean {
  return versions.some(({ application, replicas }) => replicas !== 0 || counted.has(application))
}

function codeOf({ state }: Lane) {
  if (state === 'cleaned') return 'CleanedLaneReceives'
  return state === 'parked' ? 'ParkedLaneReceives' : 'EmptyLaneReceives'
}

function reasonOf({ state, versions }: Lane) {
  if (state === 'cleaned') return 'checks.lintCleaned'
  if (state === 'parked') return 'checks.lintParked'
  return versions.length === 0 ? 'checks.lintEmpty' : 'checks.lintNoPods'
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
