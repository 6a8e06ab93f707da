import type { Readable } from 'node:stream'
import { Agent, type Dispatcher, request } from 'undici'
import { checkedLookup } from './checked-lookup'
import { answerError, connectionError, failureCode, type Subject } from './errors'
import { createLimiter } from './limiter'
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
export type OpenStream = { status: number; headers: Record<string, string>; body: Readable }

export type TransportLimits = {
  connections: number
  attemptMs: number
  attempts: number
  retryCapMs: number
  maxAnswerBytes: number
}
const defaultLimits: TransportLimits = {
  connections: 8,
  attemptMs: 10_000,
  attempts: 5,
  retryCapMs: 5_000,
  maxAnswerBytes: 64 * 1024 * 1024,
}

export interface Transport {
  /** Sends and gives the answer when it is 2xx; else throws the AppError that names what was asked. */
  send(request: ClusterRequest): Promise<Answer>
  /** As `send`, but gives any answer. */
  exchange(request: ClusterRequest): Promise<Answer>
  /** Opens a long answer (a watch), on connections of their own; never tried again here. */
  open(request: ClusterRequest, headersMs: number): Promise<OpenStream>
  close(): Promise<void>
}

const notSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const isPermanent = (code: string | undefined) =>
  code !== undefined &&
  (code.includes('CERT') || code.startsWith('UNABLE_TO') || code === 'LK_FORBIDDEN_ADDRESS')

/** One keep-alive connection pool to one API server. */
export function createTransport(
  credentials: ClusterCredentials,
  options: { allowLoopback: boolean; limits?: Partial<TransportLimits> },
): Transport {
  const limits = { ...defaultLimits, ...options.limits }
  const agents = [limits.connections, null].map((connections) =>
    createAgent(credentials, options.allowLoopback, connections),
  )
  const [short, long] = agents
  if (short === undefined || long === undefined) throw new Error('no agents')
  const limiter = createLimiter(limits.connections)
  const base = { server: credentials.server, token: credentials.token }

  async function exchange(asked: ClusterRequest): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt + 1 >= limits.attempts
      const outcome = await limiter.run(() => tryOnce(short as Dispatcher, base, asked, limits), asked.signal)
      if ('answer' in outcome) {
        const wait = last ? null : pauseAfter(asked, outcome.answer, attempt, limits.retryCapMs)
        if (wait === null) return outcome.answer
        await delay(wait, asked.signal)
        continue
      }
      const code = failureCode(outcome.failure)
      const wasSent =
        asked.method !== 'GET' && !isPermanent(code) && !(code !== undefined && notSent.has(code))
      const mayRepeat = (asked.repeatable || !wasSent) && !isPermanent(code)
      if (last || !mayRepeat)
        throw connectionError(asked.subject, outcome.failure, wasSent ? 'unknown' : 'notSent')
      await delay(backoffMs(attempt, { capMs: limits.retryCapMs }), asked.signal)
    }
  }

  return {
    exchange,
    async send(asked) {
      const answer = await exchange(asked)
      if (answer.status >= 200 && answer.status < 300) return answer
      throw answerError(asked.subject, answer.status, readStatus(parseJson(answer.text)))
    },
    async open(asked, headersMs) {
      try {
        const answer = await request(new URL(base.server + asked.path), {
          dispatcher: long,
          method: asked.method,
          headers: headersOf(base, asked),
          headersTimeout: headersMs,
          bodyTimeout: 0,
          signal: asked.signal,
        })
        return { status: answer.statusCode, headers: plainHeaders(answer.headers), body: answer.body }
      } catch (error) {
        if (asked.signal?.aborted) throw asked.signal.reason
        throw connectionError(asked.subject, error, 'notSent')
      }
    },
    async close() {
      await Promise.all(agents.map((agent) => agent.destroy()))
    },
  }
}

function createAgent(
  credentials: ClusterCredentials,
  allowLoopback: boolean,
  connections: number | null,
): Agent {
  return new Agent({
    connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 64 * 1024,
    connect: {
      ca: credentials.ca,
      cert: credentials.cert,
      key: credentials.key,
      servername: credentials.tlsServerName,
      timeout: 5_000,
      lookup: checkedLookup(allowLoopback),
    },
  })
}

function headersOf(base: { token: string | undefined }, asked: ClusterRequest): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': 'lanekeeper',
    ...asked.headers,
    ...(base.token !== undefined && { authorization: `Bearer ${base.token}` }),
    ...(asked.body !== undefined && { 'content-type': asked.contentType ?? 'application/json' }),
  }
}

type Outcome = { answer: Answer } | { failure: unknown }

async function tryOnce(
  dispatcher: Dispatcher,
  base: { server: string; token: string | undefined },
  asked: ClusterRequest,
  limits: TransportLimits,
): Promise<Outcome> {
  const deadline = new AbortController()
  const stop = () => deadline.abort(asked.signal?.reason)
  const timer = setTimeout(() => {
    const late: NodeJS.ErrnoException = new Error('deadline')
    late.code = 'LK_DEADLINE'
    deadline.abort(late)
  }, limits.attemptMs)
  if (!asked.settles) asked.signal?.addEventListener('abort', stop, { once: true })
  try {
    asked.signal?.throwIfAborted()
    const answer = await request(new URL(base.server + asked.path), {
      dispatcher,
      method: asked.method,
      headers: headersOf(base, asked),
      body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
      signal: deadline.signal,
    })
    const text = await readText(answer.body, limits.maxAnswerBytes)
    return { answer: { status: answer.statusCode, headers: plainHeaders(answer.headers), text } }
  } catch (failure) {
    if (asked.signal?.aborted && !asked.settles) throw asked.signal.reason
    return { failure }
  } finally {
    clearTimeout(timer)
    asked.signal?.removeEventListener('abort', stop)
  }
}

async function readText(body: Readable, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    const bytes: Buffer = chunk
    size += bytes.length
    if (size > maxBytes) throw new Error('answer too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** How long to wait before the next try, or null when the answer stands. */
function pauseAfter(asked: ClusterRequest, answer: Answer, attempt: number, capMs: number): number | null {
  const overloaded = answer.status === 429
  const failing = answer.status === 500 || (answer.status >= 502 && answer.status <= 504)
  if (!overloaded && !(failing && asked.repeatable)) return null
  const asksToWait = retryAfterMs(answer.headers['retry-after'])
  // A server that asks for more than half a minute is left to the caller, who can say so on the screen.
  if (asksToWait !== null && asksToWait > 30_000) return null
  return (asksToWait ?? 0) + backoffMs(attempt, { capMs })
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [key, value] of Object.entries(headers))
    if (value !== undefined) plain[key] = Array.isArray(value) ? value.join(', ') : value
  return plain
}

/** JSON, or undefined when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
