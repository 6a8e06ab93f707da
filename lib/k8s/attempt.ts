import type { Verdict } from './adaptive-limiter'
import type { WireRequest } from './connection'
import { failureCode } from './errors'
import type { Lines } from './lines'
import { backoffMs, retryAfterMs } from './retry'
import type { Answer, ClusterRequest, TransportLimits } from './transport'

/** The failure of a request whose time is over. */
export function lateAnswer(): NodeJS.ErrnoException {
  return Object.assign(new Error('deadline'), { code: 'LK_DEADLINE' })
}

export type Outcome = { answer: Answer; tookMs: number } | { failure: unknown }

/** One request, read to its end within its time. Only what the caller's signal says is thrown. */
export async function tryOnce(
  lines: Lines,
  asked: ClusterRequest,
  limits: Pick<TransportLimits, 'attemptMs' | 'maxAnswerBytes'>,
): Promise<Outcome> {
  const deadline = new AbortController()
  const stop = () => deadline.abort(asked.signal?.reason)
  const started = performance.now()
  let giveUp = () => {}
  const timer = setTimeout(() => {
    deadline.abort(lateAnswer())
    giveUp()
  }, limits.attemptMs)
  if (!asked.settles) asked.signal?.addEventListener('abort', stop, { once: true })
  try {
    asked.signal?.throwIfAborted()
    const { connection, token } = await lines.short()
    giveUp = () => connection.suspect()
    const answer = await connection.request({ ...wireOf(asked, token), signal: deadline.signal })
    const text = await readText(answer.body, limits.maxAnswerBytes)
    deadline.signal.throwIfAborted()
    const { status, headers } = answer
    if (isCutShort(asked, status, headers, text)) throw cutShort()
    return { answer: { status, headers, text }, tookMs: performance.now() - started }
  } catch (failure) {
    if (asked.signal?.aborted && !asked.settles) throw asked.signal.reason
    return { failure: deadline.signal.aborted ? deadline.signal.reason : failure }
  } finally {
    clearTimeout(timer)
    asked.signal?.removeEventListener('abort', stop)
  }
}

export function wireOf(asked: ClusterRequest, token: string | undefined): Omit<WireRequest, 'signal'> {
  return {
    method: asked.method,
    path: asked.path,
    headers: {
      accept: 'application/json',
      'user-agent': 'lanekeeper',
      ...asked.headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(asked.body !== undefined && { 'content-type': asked.contentType ?? 'application/json' }),
    },
    ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
  }
}

async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const bytes of body) {
    size += bytes.length
    if (size > maxBytes) throw new Error('answer too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A proxy on the way may end an answer early and say nothing of it: JSON that does not end is no answer. */
function isCutShort(
  asked: ClusterRequest,
  status: number,
  headers: Record<string, string>,
  text: string,
): boolean {
  const isJson = asked.headers?.accept === undefined && /\bjson\b/.test(headers['content-type'] ?? '')
  return isJson && status < 300 && !/[}\]]\s*$/.test(text.slice(-16))
}

function cutShort(): Error {
  const error: NodeJS.ErrnoException = new Error('the answer stops early')
  error.code = 'LK_CUT_SHORT'
  return error
}

export function verdictOf(outcome: Outcome, slowMs: number): Verdict {
  if ('failure' in outcome) return failureCode(outcome.failure) === 'LK_DEADLINE' ? 'overloaded' : 'fine'
  const { answer, tookMs } = outcome
  if (answer.status === 429 || answer.status === 503 || answer.status === 504) return 'slow'
  return tookMs > slowMs ? 'slow' : 'fine'
}

/** How long to wait before the next try, or null when the answer stands. */
export function pauseAfter(
  asked: ClusterRequest,
  answer: Answer,
  attempt: number,
  limits: Pick<TransportLimits, 'retryCapMs' | 'patienceMs'>,
): number | null {
  const overloaded = answer.status === 429
  const failing = answer.status === 500 || (answer.status >= 502 && answer.status <= 504)
  if (!overloaded && !(failing && asked.repeatable)) return null
  const asksToWait = retryAfterMs(answer.headers['retry-after']) ?? 0
  if (asksToWait > limits.patienceMs) return null
  return asksToWait + backoffMs(attempt, { capMs: limits.retryCapMs })
}
