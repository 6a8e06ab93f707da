import 'server-only'
import { findApiTokenByHash, touchApiToken } from '@/lib/db/api-tokens'
import { type Database, db } from '@/lib/db/client'
import { deleteSession, findSession, touchSession } from '@/lib/db/sessions'
import { type Actor, isRole } from '@/lib/services/context'
import { hashReferenceToken } from './reference-token'
import { isSessionAlive, sessionTouchMs } from './session-lifetime'

export type Presented = { bearer: string | null; sessionToken: string | null }

/** Who presents these, or null. A bearer token that is wrong is not made good by a cookie. */
export async function authenticate(
  presented: Presented,
  { database = db(), now = new Date() }: { database?: Database; now?: Date } = {},
): Promise<Actor | null> {
  if (presented.bearer !== null) return actorOfToken(database, presented.bearer, now)
  if (presented.sessionToken !== null) return actorOfSession(database, presented.sessionToken, now)
  return null
}

async function actorOfToken(database: Database, token: string, now: Date): Promise<Actor | null> {
  const found = await findApiTokenByHash(database, hashReferenceToken(token))
  if (!found || found.revokedAt !== null || !isRole(found.role)) return null
  if (isDue(found.lastUsedAt, now)) await touchApiToken(database, found.id, now)
  return { kind: 'token', id: found.id, name: `token ${found.name}`, role: found.role }
}

async function actorOfSession(database: Database, token: string, now: Date): Promise<Actor | null> {
  const idHash = hashReferenceToken(token)
  const session = await findSession(database, idHash)
  if (!session) return null
  const { user } = session
  if (!isSessionAlive(session, now) || user.disabledAt !== null || !isRole(user.role)) {
    await deleteSession(database, idHash)
    return null
  }
  if (isDue(session.lastSeenAt, now)) await touchSession(database, idHash, now)
  return { kind: 'user', id: user.id, name: user.name, role: user.role }
}

function isDue(last: Date | null, now: Date): boolean {
  return last === null || now.getTime() - last.getTime() > sessionTouchMs
}
