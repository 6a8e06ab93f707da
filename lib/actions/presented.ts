import 'server-only'
import type { Presented } from '@/lib/services/auth/authenticate'
import { sessionTokenIn } from './session-cookie'

/** What a request shows to be let in: a bearer token, a session cookie, or neither. */
export function presentedBy(headers: Headers): Presented {
  const authorization = headers.get('authorization')
  const bearer = authorization === null ? null : (/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '')
  return { bearer, sessionToken: sessionTokenIn(headers.get('cookie')) }
}

/** The address of the socket, written by the server; nothing that a client sends can stand here. */
export function peerOf(headers: Headers): string {
  return headers.get('x-lanekeeper-peer') ?? 'unknown'
}

/** The path and query that was asked for, without what Next adds for itself; null where no server wrote it. */
export function addressOf(headers: Headers): string | null {
  const asked = headers.get('x-lanekeeper-address')
  if (asked === null || !URL.canParse(asked, 'http://console')) return null
  const { pathname, searchParams } = new URL(asked, 'http://console')
  searchParams.delete('_rsc')
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`
}
