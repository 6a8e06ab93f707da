import type { Condition } from '@/lib/domain/condition'
import { conditionText } from '@/lib/domain/condition-text'
import type { RouteRule } from '@/lib/domain/route-rule'
import { say } from '@/lib/words/sentence'
import { isLiteralValue, isPatternValue } from './annotation-values'
import type { MseKeys } from './mse-keys'
import type { Unsupported } from './provider'
import { patternOf, readPattern } from './value-pattern'

/** One AND-list as annotations of a canary Ingress. It must have passed `check`. */
export function conditionAnnotations(
  conditions: readonly Condition[],
  keys: MseKeys,
): Record<string, string> {
  return Object.assign({}, ...conditions.map((condition) => annotationsOf(condition, keys)))
}

function annotationsOf(condition: Condition, keys: MseKeys): Record<string, string> {
  if (condition.source === 'cookie') {
    return condition.operator === 'exact'
      ? { [keys.cookie]: condition.name, [keys.cookieValue]: condition.value }
      : {}
  }
  if (condition.source !== 'header' && condition.source !== 'query') return {}
  const [name, value, pattern] = slotsOf(condition.source, keys)
  if (condition.operator === 'exact') return { [name]: condition.name, [value]: condition.value }
  const text = patternOf(condition)
  return text === null ? {} : { [name]: condition.name, [pattern]: text }
}

function slotsOf(source: 'header' | 'query', keys: MseKeys): readonly [string, string, string] {
  return source === 'header'
    ? [keys.header, keys.headerValue, keys.headerPattern]
    : [keys.query, keys.queryValue, keys.queryPattern]
}

/** The inverse of `conditionAnnotations`: an AND-list, empty for a canary by weight only; null when it says something else. */
export function readConditions(annotations: Record<string, string>, keys: MseKeys): Condition[] | null {
  const conditions: Condition[] = []
  for (const source of ['header', 'query'] as const) {
    const [nameKey, valueKey, patternKey] = slotsOf(source, keys)
    const name = annotations[nameKey]
    if (name === undefined) continue
    const value = annotations[valueKey]
    const test = readPattern(annotations[patternKey] ?? '')
    if (value !== undefined) conditions.push({ source, name, operator: 'exact', value })
    else if (test !== null) conditions.push({ source, name, ...test })
    else return null
  }
  const cookie = annotations[keys.cookie]
  if (cookie === undefined) return conditions
  const value = annotations[keys.cookieValue]
  if (value === undefined || conditions.length > 0) return null
  return [{ source: 'cookie', name: cookie, operator: 'exact', value }]
}

/** Values that an MSE gateway's annotations cannot carry. */
export function checkValues(rules: readonly RouteRule[]): Unsupported[] {
  return rules.flatMap((rule) =>
    (rule.match ?? []).flatMap((conditions, branch) =>
      conditions.flatMap((one, condition) => {
        if (!('name' in one) || canCarry(one)) return []
        const text = conditionText(one)
        const message = say('checks.gatewayValue', { rule: rule.name, condition: text })
        return [{ rule: rule.name, branch, condition, code: 'Value', message, params: { condition: text } }]
      }),
    ),
  )
}

function canCarry(condition: Condition): boolean {
  if (condition.operator === 'exact')
    return isLiteralValue(condition.value) && condition.value.trim() === condition.value
  return isPatternValue(patternOf(condition) ?? '')
}
