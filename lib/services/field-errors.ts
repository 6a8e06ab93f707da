import type { z } from 'zod'
import { fieldProblemsOf } from '@/lib/domain/field-problems'
import { AppError, type FieldProblems } from '@/lib/errors'
import { say } from '@/lib/words/sentence'

/** Parses what came from outside. Raises `Invalid` with the fields. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalid(fieldProblemsOf(result.error))
}

/** `Invalid` (or `Unsupported`) that names its first field in the message. */
export function invalid(fields: FieldProblems, code: 'Invalid' | 'Unsupported' = 'Invalid'): AppError {
  const [first, ...others] = Object.entries(fields)
  if (first === undefined) return new AppError(code, say('refusals.invalid'), { fields })
  const [path, [problem = say('checks.wrong')]] = first
  const named = { field: path === '' ? say('refusals.theWhole') : path, problem }
  const more = others.length
  const words =
    code === 'Invalid'
      ? more === 0
        ? say('refusals.invalidInput', named)
        : say('refusals.invalidInputs', { ...named, more })
      : more === 0
        ? say('refusals.unsupportedInput', named)
        : say('refusals.unsupportedInputs', { ...named, more })
  return new AppError(code, words, { fields })
}
