import { ApiError, type Status } from '@/lib/sandbox/store/api-error'

/** An answer: `body` is an object to be written as JSON, or a text that is written as it is. */
export type Reply = { status: number; body: unknown; headers?: Record<string, string> }

/** An answer of 200 with an object. */
export function ok(body: unknown): Reply {
  return { status: 200, body }
}

/** An answer with text that is JSON already. */
export function jsonText(body: string, status = 200): Reply {
  return { status, body, headers: { 'content-type': 'application/json' } }
}

/** The answer to an error: a Status. Errors that are none of the API's are a 500 with their message. */
export function failure(error: unknown): Reply {
  if (error instanceof ApiError) return { status: error.code, body: error.toStatus() }
  const message = error instanceof Error ? error.message : String(error)
  return {
    status: 500,
    body: new ApiError(500, 'InternalError', `Internal error occurred: ${message}`).toStatus(),
  }
}

/** 404 for a path that nothing is served under. */
export function unknownPath(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})
}

/** 405 for a verb that a resource does not have. */
export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  )
}

/** The Status that a deletion is answered with when the object is gone at once. */
export function deleted(details: { name: string; group?: string; kind: string; uid: string }): Reply {
  const body: Omit<Status, 'code' | 'details'> & { details: typeof details } = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details,
  }
  return ok(body)
}
