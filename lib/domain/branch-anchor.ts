import { subjectKey } from './branch'
import type { Condition } from './condition'
import { literalStart } from './regex'
import { shortestMatch } from './shortest-match'

/**
 * What a value must at least be for a condition to hold: one of these texts, or begin with this one (any value where it is
 * empty) and have so many characters.
 */
export type Asked = { values: readonly string[] } | { start: string; shortest: number }

/** What a condition asks of the value; null for a negated one, which a missing value meets too. `host` counts in lower case. */
export function askedOf(condition: Condition): Asked | null {
  if (condition.not === true) return null
  const fold = condition.source === 'host' ? (text: string) => text.toLowerCase() : (text: string) => text
  switch (condition.operator) {
    case 'exact':
      return { values: [fold(condition.value)] }
    case 'in':
      return { values: [...new Set(condition.values.map(fold))] }
    case 'prefix': {
      const start = fold(condition.value)
      return { start, shortest: start.length }
    }
    case 'regex': {
      const start = literalStart(condition.value)
      return { start, shortest: start === '' ? 0 : Math.max(start.length, shortestMatch(condition.value)) }
    }
    case 'present':
    case 'percent':
      return { start: '', shortest: 0 }
  }
}

/** How many branches ask for a value, by what they ask about and the value. */
export type ValueCounts = ReadonlyMap<string, number>

/** How often each value is asked for by these AND-lists. */
export function countValues(branches: Iterable<readonly Condition[]>): ValueCounts {
  const counts = new Map<string, number>()
  for (const conditions of branches)
    for (const condition of conditions) {
      const asked = askedOf(condition)
      if (asked === null || !('values' in asked)) continue
      for (const value of asked.values) {
        const key = valueKey(condition, value)
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
    }
  return counts
}

/**
 * The condition of an AND-list by which it is best found: the values that the fewest branches ask for, else the longest
 * beginning; null when all are negated.
 */
export function anchorOf(
  conditions: readonly Condition[],
  counts: ValueCounts,
): { condition: Condition; asked: Asked } | null {
  let best: { condition: Condition; asked: Asked } | null = null
  let least = Number.POSITIVE_INFINITY
  for (const condition of conditions) {
    const asked = askedOf(condition)
    if (asked === null) continue
    const cost = costOf(condition, asked, counts)
    if (cost >= least) continue
    least = cost
    best = { condition, asked }
  }
  return best
}

/** Branches that must be looked at with this one; any beginning stands behind any value. */
function costOf(condition: Condition, asked: Asked, counts: ValueCounts): number {
  if ('start' in asked) return 1_000_000 - asked.start.length
  return Math.max(...asked.values.map((value) => counts.get(valueKey(condition, value)) ?? 0))
}

const valueKey = (condition: Condition, value: string) => `${subjectKey(condition)} ${value}`
