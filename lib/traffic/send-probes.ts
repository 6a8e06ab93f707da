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
  durationMs: number
}

export const mostProbes = 1000
const mostAtOnce = 20
const bodyBytes = 4096
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
  options: { allowLoopback: boolean },
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
    return await sendAll(pool, request, Math.min(count, mostProbes), pace.next)
  } finally {
    pace.release()
    await pool.destroy()
  }
}

async function sendAll(
  pool: Pool,
  request: ProbeRequest,
  count: number,
  next: () => Promise<void>,
): Promise<ProbeAnswer[]> {
  const answers: ProbeAnswer[] = []
  const underway = new Set<Promise<void>>()
  for (let index = 0; index < count; index++) {
    await next()
    if (underway.size >= mostAtOnce) await Promise.race(underway)
    const sent = sendOne(pool, request).then((answer) => {
      answers[index] = answer
      underway.delete(sent)
    })
    underway.add(sent)
  }
  await Promise.all(underway)
  return answers
}

async function sendOne(pool: Pool, { method, target, headers }: ProbeRequest): Promise<ProbeAnswer> {
  const started = performance.now()
  try {
    const answer = await pool.request({
      method,
      path: target,
      headers,
      signal: AbortSignal.timeout(answerMs),
    })
    const body = await readCapped(answer)
    const pod = answer.headers['x-pod']
    const durationMs = performance.now() - started
    return { status: answer.statusCode, body, pod: typeof pod === 'string' ? pod : null, durationMs }
  } catch (error) {
    return { status: null, body: reasonOf(error), pod: null, durationMs: performance.now() - started }
  }
}

async function readCapped({ body }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size >= bodyBytes) break
  }
  return Buffer.concat(chunks).subarray(0, bodyBytes).toString('utf8')
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
