import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { authenticate } from '@/lib/services/auth/authenticate'
import { contextOf, hasRole, type Role, type ServiceContext } from '@/lib/services/context'
import { presentedBy } from './presented'

export const signInPath = '/sign-in'

/**
 * The first line of every page: `const ctx = await requirePage('viewer')`. A stranger is sent to sign in
 * (and back to `returnTo`); who lacks the role is not told that the page exists.
 */
export async function requirePage(role: Role, returnTo?: string): Promise<ServiceContext> {
  const actor = await authenticate({ ...presentedBy(await headers()), bearer: null })
  if (!actor) redirect(returnTo ? `${signInPath}?next=${encodeURIComponent(returnTo)}` : signInPath)
  if (!hasRole(actor, role)) notFound()
  return contextOf(actor)
}

/** Who is signed in, or null: for the sign-in page and the shell. */
export async function findPageActor(): Promise<ServiceContext['actor'] | null> {
  return authenticate({ ...presentedBy(await headers()), bearer: null })
}
