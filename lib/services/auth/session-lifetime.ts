const hourMs = 3_600_000

export const sessionIdleMs = 12 * hourMs
export const sessionAbsoluteMs = 7 * 24 * hourMs
/** The last use of a session is written at most this often. */
export const sessionTouchMs = 60_000

export function isSessionAlive(session: { lastSeenAt: Date; expiresAt: Date }, now: Date): boolean {
  return now < session.expiresAt && now.getTime() - session.lastSeenAt.getTime() < sessionIdleMs
}
