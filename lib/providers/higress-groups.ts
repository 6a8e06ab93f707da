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

/**
 * An AND-list as one of the tag plugin. Null when the plugin cannot say it: a missing value fails every condition there, and
 * meets a negated one with us.
 * @see https://github.com/alibaba/higress/blob/main/plugins/wasm-go/extensions/traffic-tag/parse.go
 * @see https://github.com/alibaba/higress/blob/main/plugins/wasm-go/extensions/traffic-tag/content.go
 */
export function pluginGroup(conditions: readonly Condition[]): PluginCondition[] | null {
  const group = conditions.map(pluginCondition)
  const said = group.filter((condition) => condition !== null)
  return said.length === group.length ? said : null
}

/** Whether the plugin can say a condition. */
export function isPluginCondition(condition: Condition): boolean {
  return pluginCondition(condition) !== null
}

function pluginCondition(condition: Condition): PluginCondition | null {
  if (condition.source !== 'header' && condition.source !== 'query' && condition.source !== 'cookie')
    return null
  if (condition.not === true) return null
  const conditionType = condition.source === 'query' ? 'parameter' : condition.source
  return { conditionType, key: condition.name, ...testOf(condition) }
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

/** The inverse of `pluginGroup` for the groups of one target in a row; null when they say something else. */
export function readGroups(groups: readonly JsonObject[]): Match | null {
  const branches = groups.map((group) => asObjects(group.conditions).map(readCondition))
  const known = branches.map((branch) => branch.filter((one) => one !== null))
  return known.every((branch, index) => branch.length === branches[index]?.length) ? known : null
}

function readCondition({ conditionType, key, operator, value }: JsonObject): Condition | null {
  const source = conditionType === 'parameter' ? 'query' : conditionType
  if (source !== 'header' && source !== 'query' && source !== 'cookie') return null
  if (typeof key !== 'string' || !Array.isArray(value)) return null
  const values = value.map(String)
  const [first = ''] = values
  const slot = { source, name: key } as const
  switch (operator) {
    case 'equal':
      return { ...slot, operator: 'exact', value: first }
    case 'prefix':
      return first === '' ? { ...slot, operator: 'present' } : { ...slot, operator: 'prefix', value: first }
    case 'regex': {
      const test = readPattern(first)
      return test && { ...slot, ...test }
    }
    case 'in':
      return { ...slot, operator: 'in', values }
    case 'percentage':
      return { ...slot, operator: 'percent', value: Number(first) }
    default:
      return null
  }
}
