import { expect, test, vi } from 'vitest'
import { say } from '@/lib/words/sentence'
import { AppError } from './errors'

test('an error of another copy of the module is one too', async () => {
  vi.resetModules()
  const other = await import('./errors')
  expect(other.AppError).not.toBe(AppError)
  const error: unknown = new other.AppError('NotFound', say('refusals.noUser'))
  expect(error).toBeInstanceOf(AppError)
  expect(new Error('There is no such user.')).not.toBeInstanceOf(AppError)
  expect(null).not.toBeInstanceOf(AppError)
})
