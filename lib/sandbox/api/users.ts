import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Who asks, by name and groups; what one may do stands in roles. @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/ */
export type User = { name: string; groups: readonly string[]; uid?: string }

/** Everyone who showed who he is. */
export const authenticatedGroup = 'system:authenticated'

/** Whoever is in this group may do everything. */
export const mastersGroup = 'system:masters'

/** The bearer tokens of the users that every sandbox has, and the key by which tokens of accounts are signed. */
export type Tokens = { admin: string; editor: string; viewer: string; signingKey: string }

const names = ['admin', 'editor', 'viewer', 'signingKey'] as const

/** The tokens, made once and kept in the directory, readable by its owner alone. */
export function loadTokens(directory: string): Tokens {
  const file = path.join(directory, 'tokens.json')
  const kept: Partial<Tokens> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const fresh = () => randomBytes(24).toString('base64url')
  const tokens: Tokens = {
    admin: kept.admin ?? fresh(),
    editor: kept.editor ?? fresh(),
    viewer: kept.viewer ?? fresh(),
    signingKey: kept.signingKey ?? fresh(),
  }
  if (names.every((name) => kept[name] === tokens[name])) return tokens
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 })
  return tokens
}

/** The token of an Authorization header, or undefined where it carries none. */
export function bearerToken(header: string): string | undefined {
  return /^Bearer (.+)$/i.exec(header)?.[1]
}

/** The user whose token this is, or undefined where it is none of the sandbox's own users. */
export function userOfToken(tokens: Tokens, token: string): User | undefined {
  if (isSecret(token, tokens.admin)) {
    return { name: 'sandbox-admin', groups: [mastersGroup, authenticatedGroup] }
  }
  if (isSecret(token, tokens.editor)) return { name: 'editor', groups: [authenticatedGroup] }
  if (isSecret(token, tokens.viewer)) return { name: 'viewer', groups: [authenticatedGroup] }
  return undefined
}

function isSecret(given: string, secret: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(secret)
  return a.length === b.length && timingSafeEqual(a, b)
}
