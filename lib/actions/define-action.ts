import { readerLanguage } from '@/lib/words/reader-language'
import { say } from '@/lib/words/sentence'
import 'server-only'
import { randomUUID } from 'node:crypto'
import { headers } from 'next/headers'
import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { authenticate } from '@/lib/services/auth/authenticate'
import { contextOf, type Role, requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { requireOwnOrigin } from './allowed-origin'
import { markAuthorised } from './authorised-mark'
import { failureOf } from './failure'
import { presentedBy } from './presented'
import type { ActionResult } from './result'

/** Called with the input, or as `useActionState` does with the last state and a form. */
export type Action<I, T> = {
  (input: I | FormData): Promise<ActionResult<T>>
  (previous: unknown, input: I | FormData): Promise<ActionResult<T>>
}

type Definition<S extends z.ZodType, T> = {
  role: Role
  schema: S
  run: (ctx: ServiceContext, input: z.output<S>) => Promise<T>
}

/** Wraps a server action: caller, role, origin, input, and expected errors as values. */
export function defineAction<S extends z.ZodType, T>(
  role: Role,
  schema: S,
  run: (ctx: ServiceContext, input: z.output<S>) => Promise<T>,
): Action<z.input<S>, T> {
  async function action(...given: unknown[]): Promise<ActionResult<T>> {
    return performAction(await headers(), { role, schema, run }, given.at(-1))
  }
  return markAuthorised(action, { by: 'action', role })
}

/** What an action does with a request's headers and its last argument. */
export async function performAction<S extends z.ZodType, T>(
  request: Headers,
  { role, schema, run }: Definition<S, T>,
  given: unknown,
): Promise<ActionResult<T>> {
  const requestId = randomUUID()
  const language = readerLanguage(request)
  try {
    requireOwnOrigin(request)
    const actor = await authenticate({ ...presentedBy(request), bearer: null })
    if (!actor) throw new AppError('Unauthenticated', say('refusals.signedOut'))
    const ctx = contextOf(actor, { requestId, language })
    requireRole(ctx, role)
    return { ok: true, data: await run(ctx, parseInput(schema, fromForm(given))) }
  } catch (error) {
    if (isNavigation(error)) throw error
    return { ok: false, error: failureOf(error, { requestId }, language).body }
  }
}

/** A form's fields as an object; a name that stands several times gives a list. */
export function fromForm(value: unknown): unknown {
  if (!(value instanceof FormData)) return value
  const names = [...new Set(value.keys())].filter((name) => !name.startsWith('$ACTION'))
  return Object.fromEntries(
    names.map((name) => {
      const all = value.getAll(name)
      return [name, all.length > 1 ? all : all[0]]
    }),
  )
}

/** `redirect()` and `notFound()` are thrown; they are Next's, not failures. */
export function isNavigation(error: unknown): boolean {
  return (
    error instanceof Error &&
    'digest' in error &&
    typeof error.digest === 'string' &&
    error.digest.startsWith('NEXT_')
  )
}
