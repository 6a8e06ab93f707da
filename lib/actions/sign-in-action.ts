import { readerLanguage } from '@/lib/words/reader-language'
import 'server-only'
import { randomUUID } from 'node:crypto'
import { cookies, headers } from 'next/headers'
import { SignInInput, signIn } from '@/lib/services/auth/sign-in'
import { signOut } from '@/lib/services/auth/sign-out'
import { contextOf } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { requireOwnOrigin } from './allowed-origin'
import { markAuthorised } from './authorised-mark'
import { fromForm, isNavigation } from './define-action'
import { failureOf } from './failure'
import { peerOf, presentedBy } from './presented'
import type { ActionResult } from './result'
import { sessionCookie, sessionCookieNames } from './session-cookie'

type SignedIn = { name: string }

/** For app/sign-in/actions.ts: starts a session and sets its cookie. The last argument is the form. */
export async function performSignIn(...given: unknown[]): Promise<ActionResult<SignedIn>> {
  const requestId = randomUUID()
  const request = await headers()
  const language = readerLanguage(request)
  try {
    requireOwnOrigin(request)
    const input = parseInput(SignInInput, fromForm(given.at(-1)))
    const visitor = { kind: 'system', id: 'visitor', name: 'visitor', role: 'viewer' } as const
    const base = contextOf(visitor, { requestId, language })
    const { token, expiresAt, user } = await signIn(base, { ...input, address: peerOf(request) })
    const { name, options } = sessionCookie(request.get('origin') ?? '', expiresAt)
    ;(await cookies()).set(name, token, options)
    return { ok: true, data: { name: user.name } }
  } catch (error) {
    if (isNavigation(error)) throw error
    return { ok: false, error: failureOf(error, { requestId }, language).body }
  }
}

/** Ends the session on the server and takes the cookie away. */
export async function performSignOut(): Promise<ActionResult<null>> {
  const request = await headers()
  try {
    requireOwnOrigin(request)
    const { sessionToken } = presentedBy(request)
    if (sessionToken !== null) await signOut(sessionToken)
    const jar = await cookies()
    for (const name of sessionCookieNames) jar.delete(name)
    return { ok: true, data: null }
  } catch (error) {
    return { ok: false, error: failureOf(error, { requestId: randomUUID() }, readerLanguage(request)).body }
  }
}

markAuthorised(performSignIn, { by: 'action', role: 'public' })
markAuthorised(performSignOut, { by: 'action', role: 'public' })
