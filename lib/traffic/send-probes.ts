import { type PlainReason, type Sentence, say, type Words } from '@/lib/words/sentence'
import 'server-only'
import { type Dispatcher, Pool } from 'undici'
import { AppError } from '@/lib/errors'
import { checkedLookup } from '@/lib/k8s/checked-lookup'
import { forbiddenHost } from '@/lib/k8s/forbidden-address'
import { takePace } from './pace'
import type { ProbeRequest } from './probe-request'

export type ProbeAnswer = {
  /** Null when no answer came; then `body` says why. */
  status: number | null
  body: Words
  pod: string | null
  /** What the reader took out of the answer; absent without one. */
  version?: string | null
  durationMs: number
}

/** Takes a version out of an answer; null where there is none. */
export type ReadVersion = (answer: { headers: Record<string, string>; body: string }) => string | null
type Options = { allowLoopback: boolean; readVersion?: ReadVersion }

export const mostProbes = 1000
const mostAtOnce = 20
const keptBytes = 4096
const readBytes = 65_536
const forbiddenWords = {
  loopback: say('refusals.addressLoopback'),
  'link-local': say('refusals.addressLinkLocal'),
}
const answerMs = 5000

/**
 * Sends the request `count` times to one address, at most 20 a second. Only that address is ever connected to: no
 * redirect is followed, no proxy used, and link-local and (unless allowed) loopback addresses are refused, also when
 * a name resolves to one. Raises `Invalid` for those and `TooMany` while another probe of the address runs.
 */
export async function sendProbes(
  address: string,
  request: ProbeRequest,
  count: number,
  options: Options,
): Promise<ProbeAnswer[]> {
  const { origin, hostname } = new URL(address)
  const refusal = forbiddenHost(hostname, options.allowLoopback)
  if (refusal !== null)
    throw new AppError(
      'Invalid',
      say('refusals.probeForbidden', { origin, address: forbiddenWords[refusal] }),
    )
  const pace = takePace(origin)
  if (pace === null) throw new AppError('TooMany', say('refusals.probeRunning', { origin }))
  const pool = new Pool(origin, {
    connections: mostAtOnce,
    connect: { lookup: checkedLookup(options.allowLoopback), timeout: answerMs },
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
  })
  try {
    const one = () => sendOne(pool, request, options.readVersion)
    return await sendAll(one, Math.min(count, mostProbes), pace.next)
  } finally {
    pace.release()
    await pool.destroy()
  }
}

async function sendAll(
  one: () => Promise<ProbeAnswer>,
  count: number,
  next: () => Promise<void>,
): Promise<ProbeAnswer[]> {
  const answers: ProbeAnswer[] = []
  const underway = new Set<Promise<void>>()
  for (let index = 0; index < count; index++) {
    await next()
    if (underway.size >= mostAtOnce) await Promise.race(underway)
    const sent = one().then((answer) => {
      answers[index] = answer
      underway.delete(sent)
    })
    underway.add(sent)
  }
  await Promise.all(underway)
  return answers
}

async function sendOne(
  pool: Pool,
  { method, target, headers }: ProbeRequest,
  readVersion: ReadVersion | undefined,
): Promise<ProbeAnswer> {
  const started = performance.now()
  try {
    const answer = await pool.request({
      method,
      path: target,
      headers,
      signal: AbortSignal.timeout(answerMs),
    })
    const bytes = await readCapped(answer, readVersion ? readBytes : keptBytes)
    const durationMs = performance.now() - started
    const answered = plainHeaders(answer.headers)
    return {
      status: answer.statusCode,
      body: bytes.subarray(0, keptBytes).toString('utf8'),
      pod: answered['x-pod'] ?? null,
      ...(readVersion && { version: readVersion({ headers: answered, body: bytes.toString('utf8') }) }),
      durationMs,
    }
  } catch (error) {
    return {
      ...{ status: null, body: reasonOf(error), pod: null, durationMs: performance.now() - started },
      ...(readVersion && { version: null }),
    }
  }
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')]],
    ),
  )
}

async function readCapped({ body }: Dispatcher.ResponseData, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size >= most) break
  }
  return Buffer.concat(chunks).subarray(0, most)
}

const reasons: Record<string, PlainReason> = {
  ECONNREFUSED: 'kube.probeRefused',
  ECONNRESET: 'kube.probeReset',
  ENOTFOUND: 'kube.probeNoName',
  LK_FORBIDDEN_ADDRESS: 'kube.probeForbidden',
  UND_ERR_CONNECT_TIMEOUT: 'kube.probeNoConnection',
  UND_ERR_HEADERS_TIMEOUT: 'kube.probeLate',
  UND_ERR_BODY_TIMEOUT: 'kube.probeEndless',
}

function reasonOf(error: unknown): Sentence {
  if (error instanceof Error && error.name === 'TimeoutError') return say('kube.probeLate')
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return say(reasons[code] ?? 'kube.probeNoAnswer')
}
