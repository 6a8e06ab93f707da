import type { ActionResult } from '@/components/action-result'
import type { DriftFindingView } from '@/lib/services/schemas/drift'

type Started = Promise<ActionResult<{ operation: string }>>

/** What the panel can do; each is a server action. */
export type DriftActions = {
  adopt: (input: {
    group: string
    object: DriftFindingView['object']
    path: string
    live: unknown
  }) => Started
  reapply: (input: { group: string }) => Started
  setAutoHeal: (input: { group: string; on: boolean }) => Promise<ActionResult<{ on: boolean }>>
}
