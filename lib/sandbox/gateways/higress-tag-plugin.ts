import { createHash } from 'node:crypto'
import { RE2JS } from 're2js'
import type { HigressFacts } from './higress-facts'

/** What the plugin tells of a request: its headers by lower-case name. */
type Headers = Record<string, string>
type Condition = { conditionType: string; key: string; operator: string; value: string[] }
type Group = { headerName: string; headerValue: string; logic: string; conditions: Condition[] }
type WeightGroup = { headerName: string; headerValue: string; weight: number }

/** The plugin's configuration. */
export type TagPluginConfig = {
  conditionGroups: Group[]
  weightGroups: WeightGroup[]
  defaultTagKey: string
  defaultTagVal: string
}

/**
 * A configuration as the plugin takes it; undefined for one that it refuses, and then it does nothing.
 * @see https://github.com/alibaba/higress/blob/main/plugins/wasm-go/extensions/traffic-tag/parse.go
 */
export function tagPluginConfig(config: object): TagPluginConfig | undefined {
  const given = config as Record<string, unknown>
  const conditionGroups = listOf(given.conditionGroups).map(groupOf)
  const weightGroups = listOf(given.weightGroups).map((group) => ({
    headerName: textOf(group.headerName),
    headerValue: textOf(group.headerValue),
    weight: Number(group.weight ?? 0),
  }))
  const sum = weightGroups.reduce((known, { weight }) => known + weight, 0)
  const isValid =
    conditionGroups.every(isValidGroup) &&
    sum <= 100 &&
    weightGroups.every(({ headerName, headerValue, weight }) => headerName && headerValue && weight >= 0)
  if (!isValid) return undefined
  return {
    conditionGroups,
    weightGroups,
    defaultTagKey: textOf(given.defaultTagKey),
    defaultTagVal: textOf(given.defaultTagVal),
  }
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : []
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}

function groupOf(group: Record<string, unknown>): Group {
  return {
    headerName: textOf(group.headerName),
    headerValue: textOf(group.headerValue),
    logic: textOf(group.logic).toLowerCase(),
    conditions: listOf(group.conditions).map((condition) => ({
      conditionType: textOf(condition.conditionType).toLowerCase(),
      key: textOf(condition.key),
      operator: textOf(condition.operator).toLowerCase(),
      value: listOf(condition.value).map(textOf),
    })),
  }
}

const withValue = ['equal', 'not_equal', 'prefix', 'regex', 'percentage']
const withValues = ['in', 'not_in']

function isValidGroup({ headerName, headerValue, logic, conditions }: Group): boolean {
  if (headerName === '' || headerValue === '' || (logic !== 'and' && logic !== 'or')) return false
  return conditions.every(({ conditionType, key, operator, value }) => {
    if (key === '' || !['header', 'parameter', 'cookie'].includes(conditionType)) return false
    if (withValues.includes(operator)) return value.length > 0
    const [only = '', ...more] = value
    if (!withValue.includes(operator) || value.length === 0 || more.length > 0) return false
    if (operator === 'regex') return compiled(only) !== undefined
    return operator !== 'percentage' || (/^\d+$/.test(only) && Number(only) <= 100)
  })
}

/**
 * The headers after the plugin: the first group that holds sets its header, else a weight, else the default. A header
 * that is there and not empty stays. `random` gives numbers from 0 up to 1.
 * @see https://github.com/alibaba/higress/blob/main/plugins/wasm-go/extensions/traffic-tag/main.go
 */
export function runTagPlugin(config: TagPluginConfig, facts: HigressFacts, random: () => number): Headers {
  const { conditionGroups, weightGroups, defaultTagKey, defaultTagVal } = config
  const group = conditionGroups.find((one) => groupHolds(one, facts)) ?? drawn(weightGroups, random)
  const [name, value] = group ? [group.headerName, group.headerValue] : [defaultTagKey, defaultTagVal]
  const key = name.toLowerCase()
  if (name === '' || value === '' || facts.headers[key]) return facts.headers
  return { ...facts.headers, [key]: value }
}

function drawn(groups: readonly WeightGroup[], random: () => number): WeightGroup | undefined {
  if (groups.length === 0) return undefined
  const place = Math.floor(random() * 100)
  let sum = 0
  return groups.find(({ weight }) => {
    sum += weight
    return place < sum
  })
}

/** @see https://github.com/alibaba/higress/blob/main/plugins/wasm-go/extensions/traffic-tag/content.go */
function groupHolds({ logic, conditions }: Group, facts: HigressFacts): boolean {
  const holds = (condition: Condition) => conditionHolds(condition, keyValue(condition, facts))
  return logic === 'or' ? conditions.some(holds) : conditions.length > 0 && conditions.every(holds)
}

/** A value that is missing meets nothing. */
function conditionHolds({ operator, value: wanted }: Condition, value: string | undefined): boolean {
  if (value === undefined) return false
  const [first = ''] = wanted
  switch (operator) {
    case 'equal':
      return value === first
    case 'not_equal':
      return value !== first
    case 'prefix':
      return value.startsWith(first)
    case 'in':
      return wanted.includes(value)
    case 'not_in':
      return !wanted.includes(value)
    case 'regex':
      return compiled(first)?.matcher(value).find() === true
    case 'percentage':
      return createHash('sha256').update(value).digest().readBigUInt64BE(0) % 100n < BigInt(first)
    default:
      return false
  }
}

/** @see https://github.com/alibaba/higress/blob/main/plugins/wasm-go/extensions/traffic-tag/utils.go */
function keyValue({ conditionType, key }: Condition, facts: HigressFacts): string | undefined {
  if (conditionType === 'header') return facts.headers[key.toLowerCase()]
  if (conditionType === 'parameter') return facts.query.get(key) ?? undefined
  const cookie = (facts.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${key}=`))
  return cookie?.slice(key.length + 1)
}

function compiled(expression: string): RE2JS | undefined {
  try {
    return RE2JS.compile(expression)
  } catch {
    return undefined
  }
}
