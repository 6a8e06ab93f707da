import { ApiError, badRequest, invalid } from '@/lib/sandbox/store/api-error'
import { apiVersionOf, type Kind } from '@/lib/sandbox/store/kinds'
import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import { decode } from '@/lib/sandbox/store/schema/decode'
import { schemaOf } from '@/lib/sandbox/store/schema/schema-of'
import type { ApiRequest } from './api-request'

type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

function fieldValidationOf(request: ApiRequest): FieldValidation {
  const value = request.query.get('fieldValidation')
  switch (value) {
    case 'Strict':
    case 'Ignore':
    case 'Warn':
      return value
    case null:
    case '':
      return 'Warn'
    default:
      throw badRequest(
        `invalid fieldValidation: Unsupported value: "${value}": supported values: "", "Ignore", "Strict", "Warn"`,
      )
  }
}

/** A decoded body and the warnings that go into the answer's headers. */
export type Decoded = { object: JsonObject; warnings: string[] }

/**
 * Reads an object of a kind; unknown fields are refused, warned of or dropped as the request says.
 * Throws BadRequest for unknown fields and wrong types.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
 */
export function decodeBody(kind: Kind, body: Json, request: ApiRequest): Decoded {
  const unknown: string[] = []
  const prefix = `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: `
  let object: JsonObject
  try {
    object = decode(schemaOf(kind), body, { mode: 'complete', unknown })
  } catch (error) {
    if (error instanceof ApiError) throw badRequest(`${prefix}${error.message}`)
    throw error
  }
  const validation = fieldValidationOf(request)
  const faults = unknown.map((path) => `unknown field "${path}"`)
  if (validation === 'Strict' && faults.length > 0) {
    throw badRequest(`${prefix}strict decoding error: ${faults.join(', ')}`)
  }
  return { object, warnings: validation === 'Warn' ? faults : [] }
}

/** The same for the object that a patch gave; `patch` is shown in the refusal, an Invalid. */
export function decodePatched(kind: Kind, body: Json, request: ApiRequest, patch: string): Decoded {
  const refuse = (text: string) => {
    const message = `Invalid value: ${JSON.stringify(patch)}: ${text}`
    return invalid({ group: '', kind: '' }, '', [{ reason: 'FieldValueInvalid', message, field: 'patch' }])
  }
  const unknown: string[] = []
  let object: JsonObject
  try {
    object = decode(schemaOf(kind), body, { mode: 'complete', unknown })
  } catch (error) {
    if (error instanceof ApiError) throw refuse(error.message)
    throw error
  }
  const validation = fieldValidationOf(request)
  const faults = unknown.map((path) => `unknown field "${path}"`)
  if (validation === 'Strict' && faults.length > 0)
    throw refuse(`strict decoding error: ${faults.join(', ')}`)
  return { object, warnings: validation === 'Warn' ? faults : [] }
}

/** Reads an apply configuration; the API server answers faults in it with a plain 500. */
export function decodeApplied(
  kind: Kind,
  body: Json,
  namespace: string | undefined,
  name: string,
): JsonObject {
  const unknown: string[] = []
  const subject = `failed to create typed patch object (${namespace ?? ''}/${name}; ${apiVersionOf(kind)}, Kind=${kind.kind}): `
  let object: JsonObject
  try {
    object = decode(schemaOf(kind), body, { mode: 'partial', unknown })
  } catch (error) {
    if (error instanceof ApiError) throw new ApiError(500, '', `${subject}${error.message}`)
    throw error
  }
  const faults = unknown.map((path) => `.${path}: field not declared in schema`)
  if (faults.length === 0) return object
  const text = faults.length === 1 ? faults.join('') : `errors:\n  ${faults.join('\n  ')}`
  throw new ApiError(500, '', `${subject}${text}`)
}

/** The Warning headers of an answer. @see https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
export function warningHeader(warnings: readonly string[]): Record<string, string> {
  if (warnings.length === 0) return {}
  return { warning: warnings.map((warning) => `299 - ${JSON.stringify(warning)}`).join(', ') }
}
