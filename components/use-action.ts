'use client'

import { useState, useTransition } from 'react'
import type { ErrorBody } from '@/lib/errors'
import type { ActionResult } from './action-result'

export type ActionFailure = { kind: 'refused'; error: ErrorBody } | { kind: 'lost' }

/** Where an action is that a dialog started. */
export type ActionState = { pending: boolean; failure: ActionFailure | null; clear: () => void }

/** Runs a server action once at a time and keeps what went wrong, also when no answer came. */
export function useAction<I, T>(action: (input: I) => Promise<ActionResult<T>>) {
  const [pending, start] = useTransition()
  const [failure, setFailure] = useState<ActionFailure | null>(null)
  const run = (input: I, onDone: (data: T) => void) =>
    start(async () => {
      setFailure(null)
      const result = await action(input).catch((error: unknown) => {
        // What Next throws to navigate is not a failure.
        if (error instanceof Error && 'digest' in error) throw error
        return null
      })
      if (result === null) setFailure({ kind: 'lost' })
      else if (result.ok) onDone(result.data)
      else setFailure({ kind: 'refused', error: result.error })
    })
  return { run, pending, failure, clear: () => setFailure(null) }
}
