import 'server-only'
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits. They carry no meaning; the row that their hash finds does. */
export function newReferenceToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashReferenceToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
