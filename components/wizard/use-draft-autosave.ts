'use client'

import { useEffect, useRef, useState } from 'react'
import type { ActionResult } from '@/components/action-result'
import type { WizardDraft } from './wizard-draft'

export type SaveDraft = (input: { body: WizardDraft }) => Promise<ActionResult<unknown>>
export type AutosaveState = 'new' | 'saving' | 'saved' | 'failed'

const pauseMs = 800

/** Keeps the draft on the server a moment after each change somebody made; `stop` when it has become a group. */
export function useDraftAutosave(draft: WizardDraft, isTouched: boolean, save: SaveDraft) {
  const [state, setState] = useState<AutosaveState>('new')
  const kept = useRef(JSON.stringify(draft))
  const latest = useRef(kept.current)
  const stopped = useRef(false)
  useEffect(() => {
    const text = JSON.stringify(draft)
    latest.current = text
    if (!isTouched || stopped.current) return
    if (text === kept.current) {
      setState((now) => (now === 'saving' ? 'saved' : now))
      return
    }
    setState('saving')
    const timer = setTimeout(async () => {
      if (stopped.current) return
      const result = await save({ body: draft }).catch(() => null)
      if (result?.ok === true) kept.current = text
      if (latest.current === text) setState(result?.ok === true ? 'saved' : 'failed')
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [draft, isTouched, save])
  return {
    state,
    stop: () => {
      stopped.current = true
    },
    resume: () => {
      stopped.current = false
    },
  }
}
