import type { z } from 'zod'
import { isReason, type PlainReason, type Sentence, say, type Words } from '@/lib/words/sentence'

/** What is wrong with each field, by its path such as `spec.rules.0.match`. */
export type FieldProblems = Record<string, Sentence[]>

/** Adds what is wrong with a field, once. */
export function addFieldProblem(
  problems: FieldProblems,
  path: readonly PropertyKey[],
  problem: Sentence,
): void {
  const key = path.map(String).join('.')
  const known = Object.hasOwn(problems, key) ? problems[key] : undefined
  if (known === undefined) problems[key] = [problem]
  else if (!known.some((other) => JSON.stringify(other) === JSON.stringify(problem))) known.push(problem)
}

/** zod's issues by field. Of a union the variant that was missed by the least is told. */
export function fieldProblemsOf(
  error: z.core.$ZodError,
  prefix: readonly PropertyKey[] = [],
  problems: FieldProblems = {},
): FieldProblems {
  for (const issue of error.issues) addIssue(problems, issue, prefix)
  return problems
}

function addIssue(problems: FieldProblems, issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): void {
  const path = [...prefix, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nearest = issue.errors.reduce((best, variant) => (missOf(variant) < missOf(best) ? variant : best))
    for (const inner of nearest) addIssue(problems, inner, path)
  } else if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) addFieldProblem(problems, [...path, key], say('checks.unknownField'))
  } else {
    addFieldProblem(problems, path, isReason(issue.message) ? say(issue.message) : wordsOf(issue))
  }
}

/** A wrong word where a variant is chosen (source, operator) weighs more than a wrong value. */
function missOf(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'invalid_value' ? 3 : 1), 0)
}

function wordsOf(issue: z.core.$ZodIssue): Sentence {
  switch (issue.code) {
    case 'invalid_type':
      return say('checks.type', { type: typeWords(issue.expected) })
    case 'invalid_value':
      return say('checks.oneOf', { values: issue.values.map(String).join(', ') })
    case 'invalid_format':
      return issue.format === 'regex' ? say('checks.wrong') : say('checks.format', { format: issue.format })
    case 'not_multiple_of':
      return say('checks.multipleOf', { divisor: issue.divisor })
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    default:
      return say('checks.wrong')
  }
}

const types: Record<string, PlainReason> = {
  string: 'checks.typeText',
  number: 'checks.typeNumber',
  int: 'checks.typeInteger',
  boolean: 'checks.typeBoolean',
  object: 'checks.typeObject',
  record: 'checks.typeObject',
  array: 'checks.typeList',
}

function typeWords(expected: string): Words {
  const reason = types[expected]
  return reason === undefined ? expected : say(reason)
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): Sentence {
  const limit = String(minimum)
  if (origin === 'string') return minimum === 1 ? say('checks.empty') : say('checks.minCharacters', { limit })
  if (origin === 'array' || origin === 'set') return say('checks.minItems', { limit })
  return inclusive === false ? say('checks.moreThan', { limit }) : say('checks.atLeast', { limit })
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodIssueTooBig): Sentence {
  const limit = String(maximum)
  if (origin === 'string') return say('checks.maxCharacters', { limit })
  if (origin === 'array' || origin === 'set') return say('checks.maxItems', { limit })
  return inclusive === false ? say('checks.lessThan', { limit }) : say('checks.atMost', { limit })
}
