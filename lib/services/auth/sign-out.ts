import 'server-only'
import { db } from '@/lib/db/client'
import { deleteSession } from '@/lib/db/sessions'
import { hashReferenceToken } from './reference-token'

/** Ends the session on the server; the cookie is worthless afterwards wherever it was copied to. */
export async function signOut(token: string, database = db()): Promise<void> {
  await deleteSession(database, hashReferenceToken(token))
}
