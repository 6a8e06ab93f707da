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

const brand = Symbol.for('lanekeeper.error')

/** An expected failure: its words are written for the operator and may be shown. Its `message`, for logs, is English. */
export class AppError extends Error {
  // Pages, routes and the start each have their own copy of this class, and share the clients that raise it.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }

  readonly [brand] = true
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
