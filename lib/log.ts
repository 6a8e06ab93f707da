import 'server-only'
import { randomBytes } from 'node:crypto'
import { type Logger, pino } from 'pino'

const shared = globalThis as typeof globalThis & { lanekeeperLog?: Logger }

/** One JSON line per event on standard error. Never pass it a secret, a header or a body. */
export function log(): Logger {
  shared.lanekeeperLog ??= pino({ base: null }, pino.destination({ fd: 2, sync: true }))
  return shared.lanekeeperLog
}

/** Logs an unexpected error once; the id is all that may be shown of it. */
export function logUnexpected(error: unknown, context: Record<string, string> = {}): string {
  const id = randomBytes(6).toString('hex')
  log().error({ id, ...context, err: error }, 'unexpected error')
  return id
}
