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

export type ErrorBody = {
  code: ErrorCode
  message: string
  fields?: FieldErrors
  details?: Record<string, unknown>
  id?: string
}

/** An expected failure: its message is written for the operator and may be shown. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: FieldErrors | undefined
  readonly details: Record<string, unknown> | undefined
  readonly httpStatus: number

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      fields?: FieldErrors
      details?: Record<string, unknown>
      cause?: unknown
      httpStatus?: number
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.fields = options.fields
    this.details = options.details
    this.httpStatus = options.httpStatus ?? httpStatusOf[code]
  }

  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      ...(this.fields && { fields: this.fields }),
      ...(this.details && { details: this.details }),
    }
  }
}
