import 'server-only'
import { notFound } from 'next/navigation'
import { AppError } from '@/lib/errors'

/** What is read of something that may be deleted at any moment, or the page that says there is none. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof AppError && error.code === 'NotFound') notFound()
    throw error
  }
}
