import type { Role } from '@/lib/services/context'

/** What a wrapper says about the function it gave; `public` = it needs nobody. */
export type AuthorisedMark = { by: 'route' | 'action'; role: Role | 'public' }

const mark = Symbol.for('lanekeeper.authorised')

export function markAuthorised<F extends object>(wrapped: F, value: AuthorisedMark): F {
  return Object.defineProperty(wrapped, mark, { value })
}

/** The mark of an exported function, or null where nothing authorises it. */
export function authorisedMarkOf(candidate: unknown): AuthorisedMark | null {
  if (typeof candidate !== 'function') return null
  const value: unknown = Reflect.get(candidate, mark)
  return isMark(value) ? value : null
}

function isMark(value: unknown): value is AuthorisedMark {
  return typeof value === 'object' && value !== null && 'role' in value && 'by' in value
}
