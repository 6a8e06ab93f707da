import { AppError } from '@/lib/errors'
import type { Sentence } from '@/lib/words/sentence'
import { Prisma } from './generated/client'

/** The name of the unique constraint that a write broke, or null where it broke none. */
export function brokenConstraint(error: unknown): string | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return null
  return JSON.stringify(error.meta ?? {})
}

/** Runs a write and turns a unique violation into a Conflict with these words. */
export async function uniqueOr<T>(words: Sentence, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (brokenConstraint(error) === null) throw error
    throw new AppError('Conflict', words, { cause: error })
  }
}
