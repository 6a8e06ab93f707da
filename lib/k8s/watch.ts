import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { answerError, connectionError, type Subject } from './errors'
import { BrokenLine, jsonLines } from './json-lines'
import { readEventObject } from './kube-json'
import { retryAfterMs } from './retry'
import { readStatus, type StatusBody } from './status-body'
import { parseJson, type Transport } from './transport'

export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject }
  | { type: 'BOOKMARK'; resourceVersion: string }

/** What was heard cannot be built upon (too old a version, a broken line): list again. */
export class WatchExpired extends Error {
  /** Whether what came could not be read. */
  readonly broken: boolean
  constructor(message: string, options: { cause?: unknown; broken?: boolean } = {}) {
    super(message, { cause: options.cause })
    this.broken = options.broken ?? false
  }
}
/** Nothing came for too long: the connection is taken for dead. */
export class WatchSilent extends Error {}
/** The server refused or ended the watch with an error; `retryAfterMs` is how long it asked to be left alone. */
export class WatchRefused extends Error {
  readonly retryAfterMs: number
  constructor(cause: Error, retryAfter: number | null = null) {
    super(cause.message, { cause })
    this.retryAfterMs = retryAfter ?? 0
  }
}

const Event = z.object({ type: z.string(), object: z.unknown() })
const Bookmark = z.object({ metadata: z.object({ resourceVersion: z.string() }) })

/**
 * One watch request. Ends when the server ends it (its timeout); throws WatchExpired on 410, WatchSilent when it is
 * not answered within `openMs` or `idleMs` pass without a byte, WatchRefused on other answers, and what cut the connection otherwise.
 */
export async function* watchOnce(
  transport: Transport,
  options: {
    subject: Subject
    path: string
    openMs: number
    idleMs: number
    signal: AbortSignal
    onOpen?: () => void
  },
): AsyncGenerator<WatchEvent> {
  const { subject, path, openMs, idleMs, signal } = options
  const silence = new AbortController()
  const restart = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(new WatchSilent('silent')), idleMs)
  }
  let timer = setTimeout(() => silence.abort(new WatchSilent('silent')), Math.min(openMs, idleMs))
  const combined = AbortSignal.any([signal, silence.signal])
  try {
    const asked = { subject, method: 'GET', path, repeatable: true, signal: combined } as const
    const { status, body, headers } = await transport.open(asked)
    if (status !== 200) throw await refusal(subject, status, body, retryAfterMs(headers['retry-after']))
    restart()
    options.onOpen?.()
    for await (const line of jsonLines(body, { onBytes: restart })) yield readEvent(subject, line)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (silence.signal.aborted) throw silence.signal.reason
    if (error instanceof WatchExpired || error instanceof WatchRefused || error instanceof AppError)
      throw error
    if (error instanceof BrokenLine || error instanceof z.ZodError)
      throw new WatchExpired('broken', { cause: error, broken: true })
    throw connectionError(subject, error, 'notSent')
  } finally {
    clearTimeout(timer)
    silence.abort()
  }
}

async function refusal(
  subject: Subject,
  status: number,
  body: AsyncIterable<Buffer>,
  waitMs: number | null,
): Promise<Error> {
  const chunks: Buffer[] = []
  for await (const chunk of body) if (chunks.length < 64) chunks.push(chunk)
  const parsed = parseJson(Buffer.concat(chunks).toString('utf8'))
  return status === 410
    ? new WatchExpired('expired')
    : new WatchRefused(answerError(subject, status, readStatus(parsed)), waitMs)
}

function readEvent(subject: Subject, line: unknown): WatchEvent {
  const event = Event.parse(line)
  if (event.type === 'ERROR') throw endOf(subject, readStatus(event.object))
  if (event.type === 'BOOKMARK')
    return { type: 'BOOKMARK', resourceVersion: Bookmark.parse(event.object).metadata.resourceVersion }
  const object = readEventObject(event.object)
  if (object === null || (event.type !== 'ADDED' && event.type !== 'MODIFIED' && event.type !== 'DELETED'))
    throw new BrokenLine('not a watch event')
  return { type: event.type, object }
}

function endOf(subject: Subject, status: StatusBody | null): Error {
  if (status?.code === 410 || status?.reason === 'Expired' || status?.reason === 'Gone')
    return new WatchExpired('expired')
  return new WatchRefused(answerError(subject, status?.code ?? 500, status))
}
