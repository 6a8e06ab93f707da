import type { Condition } from '@/lib/domain/condition'
import { asObjects, type JsonObject } from '@/lib/domain/json'
import type { Match } from '@/lib/domain/route-rule'
import { readPattern } from './value-pattern'

/** One AND-list of the plugin. */
export type PluginCondition = {
  conditionType: 'header' | 'parameter' | 'cookie'
  key: string
  operator: string
  value: string[]
}

/** More negated conditions than this in one AND-list would make too many groups. */
export const mostNegated = 4

/**
 * An AND-list as AND-lists of the tag plugin, joined by OR. A missing value meets a negated condition with us and fails
 * every condition there but `not_exists`, so each negated condition makes two of them. Null when the plugin cannot say it.
 * @see https://github.com/alibaba/higress/blob/main/plugins/wasm-go/extensions/traffic-tag/README_EN.md
 */
export function pluginGroups(conditions: readonly Condition[]): PluginCondition[][] | null {
  let groups: PluginCondition[][] = [[]]
  for (const condition of conditions) {
    const choices = choicesOf(condition)
    if (choices === null) return null
    groups = groups.flatMap((group) => choices.map((choice) => [...group, choice]))
  }
  return groups
}

/** Whether the plugin can say a condition. */
export function isPluginCondition(condition: Condition): boolean {
  return choicesOf(condition) !== null
}

function choicesOf(condition: Condition): PluginCondition[] | null {
  if (condition.source !== 'header' && condition.source !== 'query' && condition.source !== 'cookie')
    return null
  const conditionType = condition.source === 'query' ? 'parameter' : condition.source
  const slot = { conditionType, key: condition.name } as const
  const missing: PluginCondition = { ...slot, operator: 'not_exists', value: [] }
  if (condition.not !== true) return [{ ...slot, ...testOf(condition) }]
  switch (condition.operator) {
    case 'exact':
      return [{ ...slot, operator: 'not_equal', value: [condition.value] }, missing]
    case 'in':
      return [{ ...slot, operator: 'not_in', value: [...condition.values] }, missing]
    case 'present':
      return [missing]
    case 'prefix':
    case 'regex':
    case 'percent':
      return null
  }
}

/** Patterns are looked for anywhere in the value there; any value there is meets the empty one. */
function testOf(condition: Condition): Pick<PluginCondition, 'operator' | 'value'> {
  switch (condition.operator) {
    case 'exact':
      return { operator: 'equal', value: [condition.value] }
    case 'prefix':
      return { operator: 'prefix', value: [condition.value] }
    case 'regex':
      return { operator: 'regex', value: [`^(?:${condition.value})$`] }
    case 'in':
      return { operator: 'in', value: [...condition.values] }
    case 'present':
      return { operator: 'prefix', value: [''] }
    case 'percent':
      return { operator: 'percentage', value: [String(condition.value)] }
  }
}

/** The inverse of `pluginGroups` for the groups of one target in a row; null when they say something else. */
export function readGroups(groups: readonly JsonObject[]): Match | null {
  const lists = groups.map((group) => asObjects(group.conditions).map(readCondition))
  const known: Read[][] = []
  for (const list of lists) {
    const read = list.filter((one) => one !== null)
    if (read.length !== list.length) return null
    known.push(read)
  }
  const merged = mergeAll(known)
  const branches = merged.map((list) => list.flatMap(({ condition }) => condition ?? []))
  return branches.every((branch, index) => branch.length === merged[index]?.length) ? branches : null
}

/** `condition` is null for half of a negated one: `whole` is what it is together with the same key's `not_exists`. */
type Read = { key: string; condition: Condition | null; whole: Condition | null }

function readCondition({ conditionType, key, operator, value }: JsonObject): Read | null {
  const source = conditionType === 'parameter' ? 'query' : conditionType
  if (source !== 'header' && source !== 'query' && source !== 'cookie') return null
  if (typeof key !== 'string' || !Array.isArray(value)) return null
  const values = value.map(String)
  const [first = ''] = values
  const slot = { source, name: key } as const
  const plain = (condition: Condition): Read => ({ key: `${source} ${key}`, condition, whole: null })
  const half = (whole: Condition): Read => ({ key: `${source} ${key}`, condition: null, whole })
  switch (operator) {
    case 'equal':
      return plain({ ...slot, operator: 'exact', value: first })
    case 'prefix':
      return plain(
        first === '' ? { ...slot, operator: 'present' } : { ...slot, operator: 'prefix', value: first },
      )
    case 'regex': {
      const test = readPattern(first)
      return test === null ? null : plain({ ...slot, ...test })
    }
    case 'in':
      return plain({ ...slot, operator: 'in', values })
    case 'percentage':
      return plain({ ...slot, operator: 'percent', value: Number(first) })
    case 'not_exists':
      return plain({ ...slot, operator: 'present', not: true })
    case 'not_equal':
      return half({ ...slot, operator: 'exact', value: first, not: true })
    case 'not_in':
      return half({ ...slot, operator: 'in', values, not: true })
    default:
      return null
  }
}

/** Neighbours that differ in one place only, there a half and the same key's `not_exists`, become one. */
function mergeAll(lists: readonly Read[][]): Read[][] {
  const result: Read[][] = []
  for (const list of lists) {
    result.push(list)
    for (;;) {
      const [before, last] = result.slice(-2)
      const merged = before && last ? mergeTwo(before, last) : null
      if (merged === null) break
      result.splice(-2, 2, merged)
    }
  }
  return result
}

function mergeTwo(one: readonly Read[], other: readonly Read[]): Read[] | null {
  const differing = one.flatMap((read, index) =>
    JSON.stringify(read) === JSON.stringify(other[index]) ? [] : [index],
  )
  const [place, ...more] = differing
  if (place === undefined || more.length > 0 || one.length !== other.length) return null
  const half = one[place]
  const missing = other[place]
  const isMissing = missing?.condition?.operator === 'present' && missing.condition.not === true
  if (!half?.whole || !isMissing || half.key !== missing.key) return null
  return one.with(place, { key: half.key, condition: half.whole, whole: null })
}
