import { askedPlace, valueAtPlace } from './asked-place'
import type { Condition } from './condition'
import type { NormalRequest } from './normal-request'
import { percentile } from './percent'
import { compileRegex } from './regex'

/** Whether a request has what is asked for. */
export type Test = (request: NormalRequest) => boolean

/** Whether a present value is what the condition asks for, `not` left aside. A pattern that is not RE2 matches nothing. */
export function valueTestOf(condition: Condition): (value: string) => boolean {
  const fold = condition.source === 'host' ? (text: string) => text.toLowerCase() : (text: string) => text
  switch (condition.operator) {
    case 'exact': {
      const expected = fold(condition.value)
      return (value) => value === expected
    }
    case 'prefix': {
      const prefix = fold(condition.value)
      return (value) => value.startsWith(prefix)
    }
    case 'regex': {
      const regex = compileRegex(condition.value)
      return regex.ok ? regex.matches : () => false
    }
    case 'in': {
      const values = new Set(condition.values.map(fold))
      return (value) => values.has(value)
    }
    case 'present':
      return () => true
    case 'percent': {
      const limit = condition.value
      return (value) => percentile(value) < limit
    }
  }
}

const compiled = new WeakMap<Condition, Test>()

/** A condition as a test, made once. A missing value meets no condition, and so every negated one. */
export function compileCondition(condition: Condition): Test {
  const known = compiled.get(condition)
  if (known) return known
  const test = newTest(condition)
  compiled.set(condition, test)
  return test
}

function newTest(condition: Condition): Test {
  const place = askedPlace(condition)
  const holds = valueTestOf(condition)
  const wanted = condition.not !== true
  return (request) => {
    const value = valueAtPlace(request, place)
    return (value !== undefined && holds(value)) === wanted
  }
}
