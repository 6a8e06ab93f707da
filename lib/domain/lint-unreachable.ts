import { type Sentence, say } from '@/lib/words/sentence'
import type { LaneGroupDocument } from './lane-group'
import type { Lint } from './lint-finding'
import { isEmpty, requestsOf } from './request-set'
import type { RouteRule } from './route-rule'
import type { BranchReach, EntryReach } from './rule-reach'

/** Rules, and alternatives of rules, that decide no request at any of their entries. */
export function lintUnreachable({ spec }: LaneGroupDocument, reach: readonly EntryReach[]): Lint[] {
  return spec.rules.flatMap((rule, index): Lint[] => {
    const path = `spec.rules.${index}`
    const atEntries = reach.flatMap(({ rules }) => rules.find((one) => one.rule === rule)?.branches ?? [])
    const never = atEntries.filter(({ fate }) => fate === 'never')
    if (atEntries.length === 0) return []
    if (never.length === atEntries.length) return [neverMatches(rule, path, never)]
    return (rule.match ?? []).flatMap((conditions, place): Lint[] => {
      const own = atEntries.filter((branch) => branch.conditions === conditions)
      if (own.some(({ fate }) => fate !== 'never')) return []
      return [neverMatches(rule, path, own, place)]
    })
  })
}

/** `place` is that of one alternative, from 0, where the rule has others that are reached. */
function neverMatches(rule: RouteRule, path: string, branches: readonly BranchReach[], place?: number): Lint {
  const names = [...new Set(branches.flatMap(({ takenBy }) => takenBy.map(({ name }) => name)))]
  const by = names.join(', ')
  const sample = branches.find((branch) => branch.sample !== null && branch.takenBy.length > 0)?.sample
  const reason = names.length > 0 ? 'taken' : excludes(branches) ? 'contradiction' : 'outside'
  return {
    code: place === undefined ? 'Unreachable' : 'UnreachableBranch',
    severity: place !== undefined || rule.match === undefined ? 'warning' : 'error',
    message:
      place === undefined
        ? sentence(rule.name, by, reason)
        : branchSentence(rule.name, place + 1, by, reason),
    path: place === undefined ? path : `${path}.match.${place}`,
    rules: [rule.name, ...names.filter((name) => name !== rule.name)],
    params: { rule: rule.name, by, reason },
    ...(sample && { counterExample: sample }),
  }
}

function excludes(branches: readonly BranchReach[]): boolean {
  return branches.every(({ conditions }) => {
    const anywhere = requestsOf(conditions, 'possible', undefined)
    return anywhere !== null && isEmpty(anywhere)
  })
}

type Reason = 'taken' | 'contradiction' | 'outside'

function branchSentence(rule: string, branch: number, by: string, reason: Reason): Sentence {
  return reason === 'taken'
    ? say('checks.lintBranchTaken', { rule, branch, by })
    : say('checks.lintBranchNever', { rule, branch })
}

function sentence(rule: string, by: string, reason: Reason): Sentence {
  switch (reason) {
    case 'taken':
      return say('checks.lintUnreachable', { rule, by })
    case 'contradiction':
      return say('checks.lintContradiction', { rule })
    case 'outside':
      return say('checks.lintOutside', { rule })
  }
}
