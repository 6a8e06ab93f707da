import type { Kind } from './kinds'
import type { KubeObject } from './object'

/** One reason among several, as `details.causes` of a Status carries it. */
export type StatusCause = { reason: string; message: string; field: string }

/** What the error is about, as `details` of a Status carries it. */
export type StatusDetails = {
  name?: string
  group?: string
  kind?: string
  causes?: StatusCause[]
  retryAfterSeconds?: number
}

/** The body of every refusal. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export type Status = {
  kind: 'Status'
  apiVersion: 'v1'
  metadata: Record<string, never>
  status: 'Failure' | 'Success'
  message?: string
  reason?: string
  details?: StatusDetails
  code: number
}

/** A refusal with its HTTP status and Kubernetes reason; everything below the HTTP layer throws these. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: StatusDetails,
  ) {
    super(message)
    this.name = 'ApiError'
  }

  /** The Status object that goes over the wire. */
  toStatus(): Status {
    const { code, reason, message, details } = this
    const base = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
    } as const
    return details === undefined ? { ...base, code } : { ...base, details, code }
  }
}

/** `deployments.apps`, or `pods` for the core group: how messages name a resource. */
export function qualifiedResource(kind: Kind): string {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`
}

/** `Deployment.apps`, or `Pod`: how messages name a kind. */
export function qualifiedKind(kind: Kind): string {
  return kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`
}

function resourceDetails(kind: Kind, name: string): StatusDetails {
  return kind.group === '' ? { name, kind: kind.plural } : { name, group: kind.group, kind: kind.plural }
}

/** 404 for one object. */
export function notFound(kind: Kind, name: string): ApiError {
  const message = `${qualifiedResource(kind)} "${name}" not found`
  return new ApiError(404, 'NotFound', message, resourceDetails(kind, name))
}

/** 409 for a name that is taken. */
export function alreadyExists(kind: Kind, name: string): ApiError {
  const message = `${qualifiedResource(kind)} "${name}" already exists`
  return new ApiError(409, 'AlreadyExists', message, resourceDetails(kind, name))
}

/** 409 for a write based on an older version. */
export function staleVersion(kind: Kind, name: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualifiedResource(kind)} "${name}": the object has been modified; please apply your changes to the latest version and try again`
  return new ApiError(409, 'Conflict', message, resourceDetails(kind, name))
}

/** 409 for an apply that names the uid of an object which is not there. */
export function missingObject(kind: Kind, name: string, uid: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualifiedResource(kind)} "${name}": uid mismatch: the provided object specified uid ${uid}, and no existing object was found`
  return new ApiError(409, 'Conflict', message, resourceDetails(kind, name))
}

/** 409 for a replacement that names the uid of another object than the one stored. */
export function otherObject(kind: Kind, { metadata }: KubeObject, uid: string): ApiError {
  const { namespace, name } = metadata
  const key = ['/registry', kind.plural, ...(namespace === undefined ? [] : [namespace]), name].join('/')
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`
  const message = `Operation cannot be fulfilled on ${qualifiedResource(kind)} "${name}": StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`
  return new ApiError(409, 'Conflict', message, resourceDetails(kind, name))
}

/** 409 for a precondition that the stored object does not meet; `what` is `UID` or `ResourceVersion`. */
export function preconditionFailed(
  kind: Kind,
  name: string,
  what: 'UID' | 'ResourceVersion',
  wanted: string,
  stored: string,
): ApiError {
  const tail =
    what === 'UID'
      ? ' The object might have been deleted and then recreated'
      : ' The object might have been modified'
  const message = `Operation cannot be fulfilled on ${qualifiedKind(kind)} "${name}": the ${what} in the precondition (${wanted}) does not match the ${what} in record (${stored}).${tail}`
  const details = kind.group === '' ? { name, kind: kind.kind } : { name, group: kind.group, kind: kind.kind }
  return new ApiError(409, 'Conflict', message, details)
}

/** 403 with the reason in words, as quota and admission refuse. */
export function forbidden(kind: Kind, name: string, why: string): ApiError {
  const message = `${qualifiedResource(kind)} "${name}" is forbidden: ${why}`
  return new ApiError(403, 'Forbidden', message, resourceDetails(kind, name))
}

/** 400 without details. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message)
}

/** 422 with one cause for each field that is wrong. */
export function invalid(
  kind: { group: string; kind: string },
  name: string,
  causes: readonly StatusCause[],
): ApiError {
  const texts = causes.map((cause) => `${cause.field}: ${cause.message}`)
  const list = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`
  const subject = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`
  const details: StatusDetails = {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.kind,
    causes: [...causes],
  }
  return new ApiError(422, 'Invalid', `${subject} "${name}" is invalid: ${list}`, details)
}
