import 'server-only'
import { randomUUID } from 'node:crypto'
import { request } from 'undici'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import { acs3Authorization, canonicalQuery, sha256 } from './acs3-signature'

/** An access key, and where its API is reached: `https://mse.<region>.aliyuncs.com` unless `endpoint` says otherwise. */
export type AccessKey = { accessKeyId: string; accessKeySecret: string; endpoint?: string | undefined }

/** One call; `read` calls are GET, others POST with an empty body. */
type Call = { action: string; query: Record<string, string>; read?: boolean; signal?: AbortSignal }

const version = '2019-05-31'
const answerMs = 10_000

/** Both channels of errors: a status that is no 2xx with `Code`, and 200 with `Success: false` and `ErrorCode`. */
const Answer = z.looseObject({
  Success: z.boolean().optional(),
  Code: z.union([z.string(), z.number()]).optional(),
  ErrorCode: z.string().optional(),
  Message: z.string().optional(),
  RequestId: z.string().optional(),
  Data: z.unknown().optional(),
})

/**
 * The OpenAPI of MSE, signed by hand. Gives `Data`. Raises `ClusterUnreachable` for what may pass (no answer, throttled,
 * 5xx) and `ApplyFailed` for a refusal, with its code and request id; keys are in no message.
 * @see https://api.aliyun.com/document/mse/2019-05-31/overview
 */
export async function callMse(region: string, key: AccessKey, call: Call): Promise<unknown> {
  const endpoint = new URL(key.endpoint ?? `https://mse.${region}.aliyuncs.com`)
  const method = call.read ? 'GET' : 'POST'
  const headers = headersOf(endpoint.host, call.action)
  const authorization = acs3Authorization({ method, query: call.query, headers, body: '' }, key)
  const answer = await send(`${endpoint.origin}/?${canonicalQuery(call.query)}`, {
    method,
    headers: { ...headers, authorization },
    signal: AbortSignal.any([AbortSignal.timeout(answerMs), ...(call.signal ? [call.signal] : [])]),
  })
  const body = Answer.safeParse(answer.body)
  const said = body.success ? body.data : {}
  const code = String(said.ErrorCode ?? said.Code ?? answer.status)
  if (answer.status >= 500 || /^Throttling|^ServiceUnavailable/.test(code)) throw away(call.action, code)
  if (answer.status >= 400 || said.Success !== true) {
    const about = { action: call.action, code, why: said.Message ?? '', request: said.RequestId ?? '–' }
    throw new AppError('ApplyFailed', say('progress.mseRefused', about), { details: { code } })
  }
  return said.Data
}

function headersOf(host: string, action: string): Record<string, string> {
  return {
    host,
    accept: 'application/json',
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': sha256(''),
  }
}

type Sent = { method: 'GET' | 'POST'; headers: Record<string, string>; signal: AbortSignal }

/** Redirects are not followed: the signature is for this host. */
async function send(url: string, options: Sent): Promise<{ status: number; body: unknown }> {
  const action = options.headers['x-acs-action'] ?? ''
  try {
    const { statusCode, body } = await request(url, options)
    const text = await body.text()
    return { status: statusCode, body: parse(text) }
  } catch (error) {
    throw away(action, error instanceof Error && 'code' in error ? String(error.code) : 'no answer')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function away(action: string, why: string): AppError {
  return new AppError('ClusterUnreachable', say('progress.mseAway', { action, why }))
}
