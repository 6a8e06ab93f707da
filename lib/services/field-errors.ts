import type { z } from 'zod'
import { fieldErrorsOf } from '@/lib/domain/field-errors'
import { AppError, type FieldErrors } from '@/lib/errors'

/** Parses what came from outside. Raises `Invalid` with the fields. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalid(fieldErrorsOf(result.error))
}

/** `Invalid` (or `Unsupported`) that names its first field in the message. */
export function invalid(fields: FieldErrors, code: 'Invalid' | 'Unsupported' = 'Invalid'): AppError {
  const [first, ...others] = Object.entries(fields)
  const named = first ? `${first[0] === '' ? 'the whole' : first[0]}: ${first[1][0] ?? ''}` : 'unknown reason'
  const more = others.length > 0 ? `, and ${others.length} more` : ''
  const what = code === 'Invalid' ? 'The input is not valid' : 'The gateway cannot do this'
  return new AppError(code, `${what} (${named}${more}).`, { fields })
}
