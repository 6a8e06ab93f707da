import { say } from '@/lib/words/sentence'
import { type Language, translate } from '@/lib/words/translate'
import 'server-only'
import { z } from 'zod'
import { fieldProblemsOf } from '@/lib/domain/field-problems'
import { AppError, type ErrorBody } from '@/lib/errors'
import { logUnexpected } from '@/lib/log'

export type Failure = { status: number; body: ErrorBody }

/** What may be shown of an error: all of an expected one; of any other the id under which it was logged. */
export function failureOf(error: unknown, context: Record<string, string>, language: Language): Failure {
  if (error instanceof AppError) return { status: error.httpStatus, body: error.toBody(language) }
  if (error instanceof z.ZodError) {
    const invalid = new AppError('Invalid', say('refusals.invalid'), { fields: fieldProblemsOf(error) })
    return { status: invalid.httpStatus, body: invalid.toBody(language) }
  }
  const id = logUnexpected(error, context)
  const message = translate(say('refusals.unexpected'), language)
  return { status: 500, body: { code: 'Internal', message, id } }
}
