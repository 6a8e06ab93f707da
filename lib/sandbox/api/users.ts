import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Who asks. `admin` may do everything, `viewer` may read everything but Secrets. */
export type User = { name: string; role: 'admin' | 'viewer' }

/** The bearer tokens of the two users. */
export type Tokens = { admin: string; viewer: string }

/** The tokens, made once and kept in the directory, readable by its owner alone. */
export function loadTokens(directory: string): Tokens {
  const file = path.join(directory, 'tokens.json')
  if (existsSync(file)) {
    const kept: Partial<Tokens> = JSON.parse(readFileSync(file, 'utf8'))
    if (kept.admin !== undefined && kept.viewer !== undefined)
      return { admin: kept.admin, viewer: kept.viewer }
  }
  const tokens = {
    admin: randomBytes(24).toString('base64url'),
    viewer: randomBytes(24).toString('base64url'),
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 })
  return tokens
}

/** The user of an Authorization header, or undefined. */
export function userOfToken(tokens: Tokens, header: string | undefined): User | undefined {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1]
  if (token === undefined) return undefined
  if (isSecret(token, tokens.admin)) return { name: 'sandbox-admin', role: 'admin' }
  if (isSecret(token, tokens.viewer)) return { name: 'viewer', role: 'viewer' }
  return undefined
}

function isSecret(given: string, secret: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(secret)
  return a.length === b.length && timingSafeEqual(a, b)
}
