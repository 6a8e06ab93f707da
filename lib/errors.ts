import type { Sentence } from '@/lib/words/sentence'
import { speakFields } from '@/lib/words/speak'
import { type Language, texts, translate } from '@/lib/words/translate'

export const errorCodes = [
  'Invalid',
  'Unsupported',
  'NotFound',
  'Conflict',
  'PreconditionRequired',
  'StillLive',
  'Owned',
  'Unauthenticated',
  'Forbidden',
  'TooLarge',
  'TooMany',
  'ClusterUnreachable',
  'ClusterRejected',
  'ApplyFailed',
  'Internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

export const httpStatusOf: Record<ErrorCode, number> = {
  Invalid: 422,
  Unsupported: 422,
  NotFound: 404,
  Conflict: 409,
  PreconditionRequired: 428,
  StillLive: 409,
  Owned: 409,
  Unauthenticated: 401,
  Forbidden: 403,
  TooLarge: 413,
  TooMany: 429,
  ClusterUnreachable: 502,
  ClusterRejected: 502,
  ApplyFailed: 502,
  Internal: 500,
}

/** Field errors by the path of the field in the input, such as `spec.rules.0.match`. */
export type FieldErrors = Record<string, string[]>

/** The same before it is said in a language. */
export type FieldProblems = Record<string, Sentence[]>

export type ErrorBody = {
  code: ErrorCode
  message: string
  fields?: FieldErrors
  details?: Record<string, unknown>
  id?: string
}

/** An expected failure: its words are written for the operator and may be shown. Its `message`, for logs, is English. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly words: Sentence
  readonly fields: FieldProblems | undefined
  readonly details: Record<string, unknown> | undefined
  readonly httpStatus: number

  constructor(
    code: ErrorCode,
    words: Sentence,
    options: {
      fields?: FieldProblems
      details?: Record<string, unknown>
      cause?: unknown
      httpStatus?: number
    } = {},
  ) {
    super(translate(words, 'en'), { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.words = words
    this.fields = options.fields
    this.details = options.details
    this.httpStatus = options.httpStatus ?? httpStatusOf[code]
  }

  toBody(language: Language): ErrorBody {
    return {
      code: this.code,
      message: translate(this.words, language),
      ...(this.fields && { fields: speakFields(this.fields, texts[language]) }),
      ...(this.details && { details: this.details }),
    }
  }
}
