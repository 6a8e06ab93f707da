import { AppError } from '@/lib/errors'

/** What a page asks for, or the refusal that it shows in its place. */
export async function orRefusal<T>(result: Promise<T>): Promise<T | AppError> {
  try {
    return await result
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
