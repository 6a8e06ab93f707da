import { getLocale } from 'next-intl/server'
import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { authenticate } from '@/lib/services/auth/authenticate'
import { contextOf, hasRole, type Role, type ServiceContext } from '@/lib/services/context'
import { addressOf, presentedBy } from './presented'

export const signInPath = '/sign-in'

/**
 * The first line of every page: `const ctx = await requirePage('viewer')`. A stranger is sent to sign in
 * (and back to what was asked for); who lacks the role is not told that the page exists.
 */
export async function requirePage(role: Role, returnTo?: string): Promise<ServiceContext> {
  const actor = await findPageActor()
  // A layout asks first and does not know which of its pages is wanted.
  if (!actor) redirect(signInAddress(addressOf(await headers()) ?? returnTo))
  if (!hasRole(actor, role)) notFound()
  return contextOf(actor, { language: await getLocale() })
}

/** Who is signed in, or null: for the sign-in page. */
export async function findPageActor(): Promise<ServiceContext['actor'] | null> {
  return authenticate({ ...presentedBy(await headers()), bearer: null })
}

/**
 * For the root layout: who is signed in, or null on the sign-in page. A stranger is sent there from any other address
 * while the answer's status can still say so; behind the loading page it could not.
 */
export async function requireShellActor(): Promise<ServiceContext['actor'] | null> {
  const [actor, address] = [await findPageActor(), addressOf(await headers())]
  const isSignIn = address === signInPath || address?.startsWith(`${signInPath}?`)
  if (actor === null && address !== null && !isSignIn) redirect(signInAddress(address))
  return actor
}

function signInAddress(returnTo: string | undefined): string {
  return returnTo === undefined || returnTo === '/'
    ? signInPath
    : `${signInPath}?next=${encodeURIComponent(returnTo)}`
}
