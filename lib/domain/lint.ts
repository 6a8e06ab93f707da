import { type Sentence, say } from '@/lib/words/sentence'
import type { Entry } from './entry'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import { lintLanes } from './lint-lanes'
import { lintOrder } from './lint-order'
import { lintWeights } from './lint-weights'

/** What an entry's gateway cannot express; providers find it, lint only shows it. `branch` and `condition` count from 0. */
export type CheckEntry = (entry: Entry) => readonly {
  rule: string
  otherRule?: string
  branch?: number
  condition?: number
  code: string
  message: Sentence
  params?: Record<string, string>
}[]

/**
 * What is wrong or doubtful in a document, with a request that shows it where there is one: rules that can never match,
 * rules of different lanes that overlap, parked or empty lanes that receive requests, weights that sum to 0, strict lanes
 * that lack applications, and what `checkEntry` says that gateways cannot express.
 */
export function lint(group: LaneGroupDocument, checkEntry?: CheckEntry): Lint[] {
  return [
    ...lintOrder(group),
    ...lintLanes(group),
    ...lintWeights(group),
    ...lintStrict(group),
    ...(checkEntry ? group.spec.entries.flatMap((entry) => lintEntry(group, entry, checkEntry)) : []),
  ]
}

function lintStrict({ spec }: LaneGroupDocument): Lint[] {
  if (spec.mode !== 'strict') return []
  return spec.lanes.flatMap(({ tag, versions }, index): Lint[] => {
    const has = new Set(versions.map(({ application }) => application))
    const lacks = spec.applications.map(({ name }) => name).filter((name) => !has.has(name))
    if (lacks.length === 0) return []
    const applications = lacks.join(', ')
    const message = say('checks.lintStrictLacks', { lane: tag, applications })
    const path = `spec.lanes.${index}.versions`
    return [
      {
        code: 'StrictLacks',
        severity: 'error',
        message,
        path,
        rules: [],
        params: { lane: tag, applications },
      },
    ]
  })
}

function lintEntry({ spec }: LaneGroupDocument, entry: Entry, checkEntry: CheckEntry): Lint[] {
  return checkEntry(entry).map(({ rule, otherRule, branch, condition, code, message, params }) => {
    const at = spec.rules.findIndex(({ name }) => name === (otherRule ?? rule))
    const below = [
      ...(branch === undefined ? [] : ['match', branch]),
      ...(condition === undefined ? [] : [condition]),
    ]
    return {
      code: 'Unsupported',
      severity: 'error',
      message: say('checks.atEntry', { entry: entry.name, problem: message }),
      path: ['spec', 'rules', Math.max(at, 0), ...below].join('.'),
      rules: otherRule === undefined ? [rule] : [rule, otherRule],
      params: { ...params, entry: entry.name, reason: code },
    }
  })
}
