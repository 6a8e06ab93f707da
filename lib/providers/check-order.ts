import { type Branch, branchOf } from '@/lib/domain/branch'
import { areDisjoint } from '@/lib/domain/branch-overlap'
import type { Condition } from '@/lib/domain/condition'
import type { RouteRule } from '@/lib/domain/route-rule'
import { type PlainReason, say } from '@/lib/words/sentence'
import type { Unsupported } from './provider'

type Ranked = { rule: RouteRule; branch: Branch; rank: number; outcome: string }

/**
 * Pairs of rules whose order the gateway cannot keep: a request could meet both, they lead elsewhere, and the first does
 * not go before the second by the gateway's own `rank` (the higher goes first; equals have no sure order). One pair for
 * each later rule.
 */
export function checkOrder(input: {
  rules: readonly RouteRule[]
  rank: (conditions: readonly Condition[]) => number
  gateway: string
  precedence: PlainReason
}): Unsupported[] {
  const { gateway, precedence, rank } = input
  const earlier: Ranked[] = []
  const found: Unsupported[] = []
  for (const rule of input.rules) {
    const outcome = outcomeOf(rule)
    const own = (rule.match ?? []).map((conditions) => ({
      rule,
      branch: branchOf(conditions),
      rank: rank(conditions),
      outcome,
    }))
    const clash = own.map((later) => earlier.find((first) => clashes(first, later))).find(Boolean)
    if (clash) {
      const names = { rule: clash.rule.name, otherRule: rule.name }
      const message = say('checks.gatewayOrder', { ...names, gateway, precedence: say(precedence) })
      found.push({ ...names, code: 'Order', message, params: names })
    }
    earlier.push(...own)
  }
  return found
}

function clashes(first: Ranked, later: Ranked): boolean {
  if (first.outcome === later.outcome || first.rank > later.rank) return false
  return !areDisjoint(first.branch, later.branch)
}

function outcomeOf({ targets }: RouteRule): string {
  const taking = targets.filter(({ weight }) => weight > 0)
  const [only, ...more] = taking
  if (only && more.length === 0) return only.lane
  return JSON.stringify(taking.map(({ lane, weight }) => [lane, weight]).sort())
}
