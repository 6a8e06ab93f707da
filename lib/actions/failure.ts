import 'server-only'
import { z } from 'zod'
import { fieldErrorsOf } from '@/lib/domain/field-errors'
import { AppError, type ErrorBody } from '@/lib/errors'
import { logUnexpected } from '@/lib/log'

export type Failure = { status: number; body: ErrorBody }

/** What may be shown of an error: all of an expected one; of any other the id under which it was logged. */
export function failureOf(error: unknown, context: Record<string, string>): Failure {
  if (error instanceof AppError) return { status: error.httpStatus, body: error.toBody() }
  if (error instanceof z.ZodError) {
    const invalid = new AppError('Invalid', 'The input is not valid.', { fields: fieldErrorsOf(error) })
    return { status: invalid.httpStatus, body: invalid.toBody() }
  }
  const id = logUnexpected(error, context)
  const message = 'Something went wrong that should not. It was logged under this id.'
  return { status: 500, body: { code: 'Internal', message, id } }
}
