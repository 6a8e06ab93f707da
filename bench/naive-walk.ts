import { createHash } from 'node:crypto'
import type { Condition } from '@/lib/domain/condition'
import type { NormalRequest } from '@/lib/domain/normal-request'
import type { RouteRule } from '@/lib/domain/route-rule'

/**
 * The obvious interpreter: every rule, every branch, every condition, from the top. Written from the document's words
 * only and shares no code with the product, so that an agreement means something.
 */
export function naiveWalk(rules: readonly RouteRule[], request: NormalRequest): RouteRule | null {
  for (const rule of rules) {
    if (!rule.match) return rule
    for (const branch of rule.match) {
      let holds = true
      for (const condition of branch) holds = holds && conditionHolds(condition, request)
      if (holds) return rule
    }
  }
  return null
}

function conditionHolds(condition: Condition, request: NormalRequest): boolean {
  const value = valueFor(condition, request)
  const matched = value !== undefined && matches(condition, value)
  return condition.not ? !matched : matched
}

function valueFor(condition: Condition, request: NormalRequest): string | undefined {
  if (condition.source === 'header') return named(request.headers, condition.name.toLowerCase())
  if (condition.source === 'cookie') return named(request.cookies, condition.name)
  if (condition.source === 'query') return named(request.query, condition.name)
  return request[condition.source]
}

function named(values: readonly string[], name: string): string | undefined {
  const at = values.findIndex((text, place) => place % 2 === 0 && text === name)
  return at < 0 ? undefined : values[at + 1]
}

function matches(condition: Condition, value: string): boolean {
  if (condition.operator === 'exact') return value === condition.value
  if (condition.operator === 'prefix') return value.startsWith(condition.value)
  if (condition.operator === 'regex') return patternOf(condition.value).test(value)
  if (condition.operator === 'in') return condition.values.includes(value)
  if (condition.operator === 'percent') return hashOf(value) % 100n < BigInt(condition.value)
  return true
}

/** The first 8 bytes of SHA-256. */
function hashOf(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64BE(0)
}

const patterns = new Map<string, RegExp>()

function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`, 's')
  patterns.set(pattern, known)
  return known
}
