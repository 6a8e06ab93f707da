import { ApiError, badRequest } from '@/lib/sandbox/store/api-error'
import { isJsonObject } from '@/lib/sandbox/store/schema/is-json-object'

/** Where a list in pieces goes on: after the key `start`, as of version `version`. */
export type ContinueToken = { version: number; start: string }

/** Behind the last key of a piece: the smallest key that comes after it. */
const end = '\u0000'

/** Writes a token as the API server does. */
export function encodeContinue(token: ContinueToken): string {
  const text = JSON.stringify({ v: 'meta.k8s.io/v1', rv: token.version, start: `/${token.start}${end}` })
  return Buffer.from(text).toString('base64url')
}

/** Reads a token. Throws BadRequest where it is none. */
export function decodeContinue(text: string): ContinueToken {
  const bytes = Buffer.from(text, 'base64url').toString('latin1')
  const refuse = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`)
  let token: unknown
  try {
    token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    throw refuse(syntaxError(bytes))
  }
  if (!isJsonObject(token) || typeof token.rv !== 'number' || typeof token.start !== 'string') {
    throw refuse('incorrect encoded start resourceVersion')
  }
  return {
    version: token.rv,
    start: token.start.slice(1, token.start.endsWith(end) ? -end.length : undefined),
  }
}

/** 410 for a token that is older than what is kept. */
export function expiredContinue(): ApiError {
  return new ApiError(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
  )
}

const literals = ['null', 'true', 'false']

/** What Go's JSON decoder says of the first wrong byte. */
function syntaxError(bytes: string): string {
  const literal = literals.find((word) => word[0] === bytes[0])
  if (literal === undefined) return `invalid character '${bytes[0] ?? ''}' looking for beginning of value`
  const wrong = [...literal].findIndex((letter, index) => letter !== bytes[index])
  return `invalid character '${bytes[wrong] ?? ''}' in literal ${literal} (expecting '${literal[wrong] ?? ''}')`
}
