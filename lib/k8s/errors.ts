import { AppError, type ErrorCode } from '@/lib/errors'
import { type PlainReason, type Sentence, say, type Words } from '@/lib/words/sentence'
import type { StatusBody } from './status-body'

/** What is asked of a cluster; `version` has no object. */
export type Verb = 'get' | 'list' | 'apply' | 'patch' | 'delete' | 'watch' | 'discover' | 'reach' | 'version'

/** What was asked of the cluster, for the words of an error. */
export type Subject = {
  cluster: string
  verb: Verb
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

function failed(subject: Subject, why: Words): Sentence {
  const { cluster, verb } = subject
  const task = verb === 'version' ? say('kube.version') : say(`kube.${verb}`, { what: objectOf(subject) })
  return say('kube.failed', { cluster, task, why })
}

function objectOf({ kind = '', namespace, name }: Subject): Words {
  if (name !== undefined) return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`
  return namespace === undefined ? kind : say('kube.kindIn', { kind, namespace })
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
export function answerError(
  subject: Subject,
  status: number,
  body: StatusBody | null,
  retryAfterMs: number | null = null,
): AppError {
  const conflicts = status === 409 ? fieldConflicts(body) : []
  const first = conflicts[0]
  const why = whyNot(status, body, first, retryAfterMs)
  const details = {
    ...subject,
    status,
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(body?.reason !== undefined && { reason: body.reason }),
    ...(conflicts.length > 0 && { conflicts, manager: first?.manager ?? null, field: first?.field ?? null }),
    ...(body !== null && conflicts.length === 0 && body.causes.length > 0 && { causes: body.causes }),
  }
  const code = codeOf[status] ?? (status >= 500 ? 'ClusterRejected' : 'ApplyFailed')
  return new AppError(code, failed(subject, why), { details })
}

function whyNot(
  status: number,
  body: StatusBody | null,
  conflict: FieldConflict | undefined,
  retryAfterMs: number | null,
): Words {
  if (conflict !== undefined) {
    const { field, manager } = conflict
    return manager === null
      ? say('kube.fieldOfAnother', { field })
      : say('kube.fieldOfOther', { field, manager })
  }
  if (status === 401) return say('kube.credentials')
  if (status === 429 && retryAfterMs !== null)
    return say('kube.throttled', { seconds: Math.ceil(retryAfterMs / 1000) })
  return body?.message?.slice(0, 1000) ?? say('kube.status', { status })
}

const plainReasons: Record<string, PlainReason> = {
  ECONNREFUSED: 'kube.refused',
  ECONNRESET: 'kube.cut',
  EPIPE: 'kube.cut',
  UND_ERR_SOCKET: 'kube.cut',
  ENOTFOUND: 'kube.unknownName',
  EAI_AGAIN: 'kube.nameLookup',
  EHOSTUNREACH: 'kube.noWay',
  ENETUNREACH: 'kube.noWay',
  ETIMEDOUT: 'kube.silent',
  UND_ERR_CONNECT_TIMEOUT: 'kube.silent',
  UND_ERR_HEADERS_TIMEOUT: 'kube.late',
  UND_ERR_BODY_TIMEOUT: 'kube.stopped',
  LK_CUT_SHORT: 'kube.stopped',
  LK_DEADLINE: 'kube.late',
  LK_FORBIDDEN_ADDRESS: 'kube.forbiddenAddress',
  CERT_HAS_EXPIRED: 'kube.certificateExpired',
  CERT_NOT_YET_VALID: 'kube.certificateEarly',
  CERT_SIGNATURE_FAILURE: 'kube.certificateSigner',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'kube.certificateSigner',
  SELF_SIGNED_CERT_IN_CHAIN: 'kube.certificateSigner',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'kube.certificateSigner',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'kube.certificateSigner',
  ERR_TLS_CERT_ALTNAME_INVALID: 'kube.certificateName',
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
    ? 'kube.stopped'
    : (code !== undefined && plainReasons[code]) || 'kube.connectionFailed'
  return new AppError('ClusterUnreachable', failed(subject, say(reason)), {
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

/** How long the cluster asked to be left alone, in milliseconds; 0 when it did not. */
export function askedToWaitMs(error: unknown): number {
  const asked = error instanceof AppError ? error.details?.retryAfterMs : undefined
  return typeof asked === 'number' ? asked : 0
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
