import { AppError, type ErrorCode } from '@/lib/errors'
import type { StatusBody } from './status-body'

/** What was asked of the cluster, for the words of an error. */
export type Subject = {
  cluster: string
  verb: string
  kind?: string
  namespace?: string
  name?: string
}

/** One field that another manager owns. */
export type FieldConflict = { manager: string | null; field: string; message: string }

const codeOf: Record<number, ErrorCode> = {
  401: 'ClusterRejected',
  403: 'ClusterRejected',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Conflict',
  413: 'TooLarge',
  429: 'TooMany',
}

function words(subject: Subject): string {
  const object = subject.kind === undefined ? '' : ` ${subject.kind}`
  const name =
    subject.name === undefined ? '' : ` ${subject.namespace ? `${subject.namespace}/` : ''}${subject.name}`
  const where = subject.name === undefined && subject.namespace ? ` in ${subject.namespace}` : ''
  return `Cluster ${subject.cluster} could not ${subject.verb}${object}${name}${where}`
}

/** The conflicts that a 409 of a server-side apply names. */
export function fieldConflicts(body: StatusBody | null): FieldConflict[] {
  return (body?.causes ?? [])
    .filter((cause) => cause.reason === 'FieldManagerConflict')
    .map((cause) => ({
      manager: /^conflict with "([^"]+)"/.exec(cause.message)?.[1] ?? null,
      field: cause.field,
      message: cause.message,
    }))
}

/** The error for an answer that is not 2xx. The server's own sentence is kept, cut to 1,000 characters. */
export function answerError(subject: Subject, status: number, body: StatusBody | null): AppError {
  const conflicts = status === 409 ? fieldConflicts(body) : []
  const first = conflicts[0]
  const reason =
    first !== undefined
      ? `${first.field} belongs to ${first.manager ?? 'another manager'}`
      : status === 401
        ? 'the credentials are refused; register the cluster again with valid ones'
        : (body?.message ?? `status ${status}`)
  const details = {
    ...subject,
    status,
    ...(body?.reason !== undefined && { reason: body.reason }),
    ...(conflicts.length > 0 && { conflicts, manager: first?.manager ?? null, field: first?.field ?? null }),
    ...(body !== null && conflicts.length === 0 && body.causes.length > 0 && { causes: body.causes }),
  }
  const code = codeOf[status] ?? (status >= 500 ? 'ClusterRejected' : 'ApplyFailed')
  return new AppError(code, `${words(subject)}: ${reason.slice(0, 1000)}`, { details })
}

const plainReasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens at its address',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to its address',
  ENETUNREACH: 'there is no way to its address',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer in time',
  UND_ERR_BODY_TIMEOUT: 'its answer stopped in the middle',
  LK_DEADLINE: 'it does not answer in time',
  LK_FORBIDDEN_ADDRESS: 'its name points at this machine or a link-local address',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not yet valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody in certificate-authority-data',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody in certificate-authority-data',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody in certificate-authority-data',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by nobody in certificate-authority-data',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

/** The code of a failed connection, looked for along the causes. */
export function failureCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
    if (at instanceof AggregateError && at.errors.length > 0) return failureCode(at.errors[0])
  }
  return undefined
}

/**
 * The error for a request that got no answer. `details.outcome` is `unknown` when the server may have acted on it:
 * read the object again before deciding.
 */
export function connectionError(subject: Subject, error: unknown, outcome: 'notSent' | 'unknown'): AppError {
  const code = failureCode(error)
  // HPE_*: the HTTP parser met the end, or nonsense, in the middle of an answer.
  const reason = code?.startsWith('HPE_')
    ? 'its answer stopped in the middle'
    : (code !== undefined && plainReasons[code]) || 'the connection failed'
  return new AppError('ClusterUnreachable', `${words(subject)}: ${reason}`, {
    details: { ...subject, outcome, ...(code !== undefined && { failure: code }) },
    cause: error,
  })
}

/** The HTTP status that a cluster gave with this error, or undefined when it is none of a cluster's. */
export function clusterStatus(error: unknown): number | undefined {
  if (!(error instanceof AppError)) return undefined
  const status = error.details?.status
  return typeof status === 'number' ? status : undefined
}

/** Whether a change may have been made although its answer never came. */
export function hasUnknownOutcome(error: unknown): boolean {
  return error instanceof AppError && error.details?.outcome === 'unknown'
}

/** Whether trying again later may help: the cluster is away, overloaded, or failing inside. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  const status = clusterStatus(error)
  if (status !== undefined) return status === 429 || status >= 500
  const failure = error.details?.failure
  return error.code === 'ClusterUnreachable' && failure !== 'LK_FORBIDDEN_ADDRESS'
}
