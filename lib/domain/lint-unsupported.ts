import { type Sentence, say } from '@/lib/words/sentence'
import type { Entry } from './entry'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import type { RequestSample } from './request-sample'
import { both, isEmpty } from './request-set'
import type { BranchReach, EntryReach, RuleReach } from './rule-reach'
import { sampleRequest } from './sample-request'

/** Something of the rules that an entry's gateway cannot express. `branch` and `condition` count from 0. */
export type Inexpressible = {
  rule: string
  /** The second of two rules whose order cannot be kept. */
  otherRule?: string
  branch?: number
  condition?: number
  code: string
  message: Sentence
  params?: Record<string, string>
}

/** What an entry's gateway cannot express; providers find it, lint only shows it. */
export type CheckEntry = (entry: Entry) => readonly Inexpressible[]

/** What gateways cannot express, each with a request that they would get wrong. */
export function lintUnsupported(
  { spec }: LaneGroupDocument,
  reach: readonly EntryReach[],
  checkEntry: CheckEntry,
): Lint[] {
  return reach.flatMap((at) =>
    checkEntry(at.entry).map((found): Lint => {
      const { rule, otherRule, branch, condition, code, message, params } = found
      const index = spec.rules.findIndex(({ name }) => name === (otherRule ?? rule))
      const below = [
        ...(branch === undefined ? [] : ['match', branch]),
        ...(condition === undefined ? [] : [condition]),
      ]
      const sample = misledRequest(at, found)
      return {
        code: 'Unsupported',
        severity: 'error',
        message: say('checks.atEntry', { entry: at.entry.name, problem: message }),
        path: ['spec', 'rules', Math.max(index, 0), ...below].join('.'),
        rules: otherRule === undefined ? [rule] : [otherRule, rule],
        params: { ...params, entry: at.entry.name, reason: code },
        ...(sample && { counterExample: sample }),
      }
    }),
  )
}

function misledRequest(at: EntryReach, found: Inexpressible): RequestSample | null {
  const branchesOf = (name: string | undefined) =>
    at.rules.find((one: RuleReach) => one.rule.name === name)?.branches ?? []
  const own = branchesOf(found.rule)
  const others = branchesOf(found.otherRule)
  if (found.otherRule === undefined) {
    const named = found.branch === undefined ? undefined : own[found.branch]
    return named?.sample ?? own.find(({ fate }) => fate === 'reached')?.sample ?? null
  }
  for (const one of own) {
    for (const other of others) {
      const sample = sharedRequest(one, other, at.entry)
      if (sample !== null) return sample
    }
  }
  return null
}

function sharedRequest(one: BranchReach, other: BranchReach, entry: Entry): RequestSample | null {
  const shared = one.possible && other.possible && both(one.possible, other.possible)
  return shared && !isEmpty(shared) ? sampleRequest(shared, entry) : null
}
