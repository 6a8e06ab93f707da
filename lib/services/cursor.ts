import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'

/** A place in a list as opaque text. */
export function writeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** Raises `Invalid` for a text that no list gave. */
export function readCursor<S extends z.ZodType>(
  schema: S,
  cursor: string | undefined,
): z.output<S> | undefined {
  if (cursor === undefined) return undefined
  try {
    const result = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    if (result.success) return result.data
  } catch {
    // Not JSON is no cursor either.
  }
  throw new AppError('Invalid', say('refusals.foreignCursor'), {
    fields: { cursor: [say('refusals.cursor')] },
  })
}
