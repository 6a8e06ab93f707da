import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'

/** The revision in `If-Match: "3"`, or null where the header is absent. Raises `Invalid`. */
export function readIfMatch(headers: Headers): number | null {
  const value = headers.get('if-match')
  if (value === null) return null
  const revision = /^(?:W\/)?"?([1-9]\d{0,8})"?$/.exec(value.trim())?.[1]
  if (revision !== undefined) return Number(revision)
  throw new AppError('Invalid', say('refusals.ifMatch'), { httpStatus: 400 })
}

export function etagOf(revision: number): string {
  return `"${revision}"`
}
