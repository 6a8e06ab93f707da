import { AdaptiveLimiter } from './adaptive-limiter'
import { lateAnswer, type Outcome, pauseAfter, tryOnce, verdictOf, wireOf } from './attempt'
import { NotSent, type WireAnswer } from './connection'
import { type CredentialSource, fixedCredentials } from './credential-source'
import { answerError, connectionError, failureCode, type Subject } from './errors'
import type { SessionTimes } from './h2-session'
import { createLimiter } from './limiter'
import { createLines } from './lines'
import type { ClusterCredentials } from './parse-kubeconfig'
import { backoffMs, delay, retryAfterMs } from './retry'
import { readStatus } from './status-body'

export type ClusterRequest = {
  subject: Subject
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Path and query below the server's address. */
  path: string
  body?: unknown
  contentType?: string
  headers?: Record<string, string>
  /** Whether sending it twice has the effect of sending it once, so that it may be tried again. */
  repeatable: boolean
  /** Ends the request. */
  signal?: AbortSignal
  /** With `signal`: an attempt under way comes to its end, only the next is not begun. So its outcome is known. */
  settles?: boolean
}
export type Answer = { status: number; headers: Record<string, string>; text: string }

export type TransportLimits = {
  /** Requests under way at a time. */
  requests: number
  /** TCP connections, where one cannot carry several requests at once. */
  connections: number
  attemptMs: number
  attempts: number
  retryCapMs: number
  /** A server that asks to be left alone for longer than this is left to the caller, who can say so on the screen. */
  patienceMs: number
  /** A change that takes longer than this is a sign that fewer should be sent at once. */
  slowMs: number
  maxAnswerBytes: number
}
const defaultLimits: TransportLimits = {
  requests: 16,
  connections: 8,
  attemptMs: 10_000,
  attempts: 5,
  retryCapMs: 5_000,
  patienceMs: 2_000,
  slowMs: 1_000,
  maxAnswerBytes: 64 * 1024 * 1024,
}
/** How many changes of one kind are sent at once before it is known what the server bears. */
const firstChanges = 4

export interface Transport {
  /** Sends and gives the answer when it is 2xx; else throws the AppError that names what was asked. */
  send(request: ClusterRequest): Promise<Answer>
  /** As `send`, but gives any answer. */
  exchange(request: ClusterRequest): Promise<Answer>
  /** Opens a long answer (a watch), on a connection of its own; never tried again here. */
  open(request: ClusterRequest): Promise<WireAnswer>
  close(): Promise<void>
}

const isPermanent = (code: string | undefined) =>
  code !== undefined &&
  (code.includes('CERT') || code.startsWith('UNABLE_TO') || code === 'LK_FORBIDDEN_ADDRESS')

const isTimeOver = (signal: AbortSignal | undefined, error: unknown) =>
  signal?.aborted === true &&
  error === signal.reason &&
  error instanceof DOMException &&
  error.name === 'TimeoutError'

/** The way to one API server: few connections, deadlines, and a second try of what may be sent twice. */
export function createTransport(
  credentials: ClusterCredentials | CredentialSource,
  options: { allowLoopback: boolean; limits?: Partial<TransportLimits>; times?: Partial<SessionTimes> },
): Transport {
  const limits = { ...defaultLimits, ...options.limits }
  const source = 'current' in credentials ? credentials : fixedCredentials(credentials)
  const lines = createLines(source, { ...options, connections: limits.connections })
  const all = createLimiter(limits.requests)
  const paces = new Map<string, AdaptiveLimiter>()

  function paceOf(kind: string): AdaptiveLimiter {
    const known = paces.get(kind)
    if (known !== undefined) return known
    // What the server bears of other kinds tells something of this one, though its webhooks may be slower.
    const borne = Math.max(0, ...[...paces.values()].map(({ limit }) => limit))
    const start = Math.max(firstChanges, Math.floor(borne / 2))
    const pace = new AdaptiveLimiter({ start, most: limits.requests })
    paces.set(kind, pace)
    return pace
  }

  function attempt(asked: ClusterRequest): Promise<Outcome> {
    const once = () => tryOnce(lines, asked, limits)
    if (asked.method === 'GET' || asked.subject.kind === undefined) return all.run(once, asked.signal)
    return paceOf(asked.subject.kind).run(
      () => all.run(once, asked.signal),
      (outcome) => verdictOf(outcome, limits.slowMs),
      asked.signal,
    )
  }

  async function exchange(asked: ClusterRequest): Promise<Answer> {
    const met: { failure: unknown } = { failure: null }
    try {
      return await untilAnswered(asked, met)
    } catch (error) {
      // A caller who cancels gets the reason back; one whose time is over wants to know why there is no answer.
      if (!isTimeOver(asked.signal, error)) throw error
      const outcome = asked.method === 'GET' ? 'notSent' : 'unknown'
      throw connectionError(asked.subject, met.failure ?? lateAnswer(), outcome)
    }
  }

  async function untilAnswered(asked: ClusterRequest, met: { failure: unknown }): Promise<Answer> {
    let hasReloaded = false
    for (let count = 0; ; count += 1) {
      const last = count + 1 >= limits.attempts
      const outcome = await attempt(asked)
      if ('answer' in outcome) {
        if (outcome.answer.status === 401 && !hasReloaded) {
          hasReloaded = true
          if (await source.reload()) continue
        }
        const wait = last ? null : pauseAfter(asked, outcome.answer, count, limits)
        if (wait === null) return outcome.answer
        await delay(wait, asked.signal)
        continue
      }
      met.failure = outcome.failure
      const wasSent = asked.method !== 'GET' && !(outcome.failure instanceof NotSent)
      const permanent = isPermanent(failureCode(outcome.failure))
      const mayRepeat = (asked.repeatable || !wasSent) && !permanent
      if (last || !mayRepeat)
        throw connectionError(asked.subject, outcome.failure, wasSent && !permanent ? 'unknown' : 'notSent')
      await delay(backoffMs(count, { capMs: limits.retryCapMs }), asked.signal)
    }
  }

  return {
    exchange,
    async send(asked) {
      const { status, text, headers } = await exchange(asked)
      if (status >= 200 && status < 300) return { status, text, headers }
      throw answerError(
        asked.subject,
        status,
        readStatus(parseJson(text)),
        retryAfterMs(headers['retry-after']),
      )
    },
    async open(asked) {
      const signal = asked.signal ?? new AbortController().signal
      try {
        return await lines.long(({ connection, token }) =>
          connection.request({ ...wireOf(asked, token), signal }),
        )
      } catch (error) {
        if (signal.aborted) throw signal.reason
        throw connectionError(asked.subject, error, 'notSent')
      }
    },
    close: () => lines.close(),
  }
}

/** JSON, or undefined when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
