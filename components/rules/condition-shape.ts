import type { Condition, ConditionOperator, ConditionSource } from '@/lib/domain/condition'

export const sources: readonly ConditionSource[] = ['query', 'header', 'cookie', 'path', 'method', 'host']

const namedOperators: readonly ConditionOperator[] = ['exact', 'prefix', 'regex', 'in', 'present', 'percent']
const unnamedOperators: readonly ConditionOperator[] = ['exact', 'prefix', 'regex', 'in']

export function hasName(source: ConditionSource): source is 'header' | 'cookie' | 'query' {
  return source === 'header' || source === 'cookie' || source === 'query'
}

export function operatorsOf(source: ConditionSource): readonly ConditionOperator[] {
  return hasName(source) ? namedOperators : unnamedOperators
}

/** The condition with another source or operator, keeping of name, value and negation what still has a place. */
export function reshape(
  condition: Condition,
  change: { source?: ConditionSource; operator?: ConditionOperator },
): Condition {
  const source = change.source ?? condition.source
  const wanted = change.operator ?? condition.operator
  const operator = operatorsOf(source).includes(wanted) ? wanted : 'exact'
  const not = condition.not === true ? ({ not: true } as const) : {}
  const text = textOf(condition)
  if (hasName(source)) {
    const head = { source, name: 'name' in condition ? condition.name : '' }
    if (operator === 'present') return { ...head, operator, ...not }
    if (operator === 'percent') return { ...head, operator, value: percentOf(text), ...not }
    if (operator === 'in') return { ...head, operator, values: valuesOf(condition), ...not }
    return { ...head, operator, value: text, ...not }
  }
  if (operator === 'in') return { source, operator, values: valuesOf(condition), ...not }
  if (operator === 'present' || operator === 'percent')
    return { source, operator: 'exact', value: text, ...not }
  return { source, operator, value: text, ...not }
}

export function negate(condition: Condition, not: boolean): Condition {
  const { not: _, ...rest } = condition
  return not ? { ...rest, not: true } : rest
}

export function textOf(condition: Condition): string {
  if ('values' in condition) return condition.values[0] ?? ''
  return 'value' in condition ? String(condition.value) : ''
}

function valuesOf(condition: Condition): string[] {
  if ('values' in condition) return condition.values
  const text = textOf(condition)
  return text === '' ? [] : [text]
}

function percentOf(text: string): number {
  const value = Number.parseInt(text, 10)
  return Number.isNaN(value) ? 5 : Math.min(100, Math.max(0, value))
}
