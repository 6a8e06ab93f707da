import { say } from '@/lib/words/sentence'
import 'server-only'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Database } from '@/lib/db/client'
import { deleteOldLoginAttempts, forgetLoginAttempts, takeLoginAttempt } from '@/lib/db/login-attempts'
import { deleteExpiredSessions, insertSession } from '@/lib/db/sessions'
import { findCredentials } from '@/lib/db/users'
import { AppError } from '@/lib/errors'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { isRole, type ServiceContext } from '@/lib/services/context'
import { verifyPassword } from './password'
import { hashReferenceToken, newReferenceToken } from './reference-token'
import { sessionAbsoluteMs } from './session-lifetime'

export const SignInInput = z.strictObject({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(256),
})
export type SignInInput = z.infer<typeof SignInInput>

export type SignedIn = { token: string; expiresAt: Date; user: { id: string; name: string; email: string } }

const perAccount = { free: 5, maxDelaySeconds: 900, forgetSeconds: 86_400 }
const perAddress = { free: 50, maxDelaySeconds: 900, forgetSeconds: 3_600 }

function limitKey(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Counted per account and address, so that nobody can lock out an account from elsewhere. */
async function takeAttempt(db: Database, email: string, address: string, now: Date): Promise<void> {
  const waits = [
    await takeLoginAttempt(db, { key: limitKey('account', email, address), now, ...perAccount }),
    await takeLoginAttempt(db, { key: limitKey('address', address), now, ...perAddress }),
  ]
  const until = waits.find((wait) => wait !== null)
  if (!until) return
  const retryAfterSeconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
  throw new AppError('TooMany', say('refusals.tooManyAttempts', { seconds: retryAfterSeconds }), {
    details: { retryAfterSeconds },
  })
}

/** Starts a session. Raises `Unauthenticated` (one text for every reason) and `TooMany`. */
export async function signIn(
  base: Pick<ServiceContext, 'db' | 'now' | 'requestId' | 'language'>,
  input: SignInInput & { address: string },
): Promise<SignedIn> {
  const { address, ...rest } = input
  const { email, password } = SignInInput.parse(rest)
  const now = base.now()
  await takeAttempt(base.db, email, address, now)
  const user = await findCredentials(base.db, email)
  const isRight = await verifyPassword(user?.passwordHash ?? null, password)
  if (!user || !isRight || user.disabledAt !== null || !isRole(user.role)) {
    throw new AppError('Unauthenticated', say('refusals.wrongPassword'))
  }
  const token = newReferenceToken()
  const expiresAt = new Date(now.getTime() + sessionAbsoluteMs)
  const actor = { kind: 'user', id: user.id, name: user.name, role: user.role } as const
  const ctx = { ...base, actor }
  await base.db.$transaction(async (tx) => {
    await insertSession(tx, { idHash: hashReferenceToken(token), userId: user.id, createdAt: now, expiresAt })
    await forgetLoginAttempts(tx, limitKey('account', email, address))
    await deleteOldLoginAttempts(tx, new Date(now.getTime() - perAccount.forgetSeconds * 1000))
    await deleteExpiredSessions(tx, now)
    await recordAudit(tx, ctx, { action: 'sign-in', target: { kind: 'User', name: user.email } })
  })
  return { token, expiresAt, user: { id: user.id, name: user.name, email: user.email } }
}
