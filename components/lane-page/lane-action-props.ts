import type { ActionResult } from '@/components/action-result'
import type { PromoteInput } from '@/lib/services/schemas/operations'

/** The world that was decided upon, and why. */
export type Seen = { ifRevision?: number; ifOperation?: string | null; reason?: string }
type Started = Promise<ActionResult<{ operation: string }>>

export type ChangeLane = (input: { group: string; lane: string } & Seen) => Started

export type PromoteLane = (input: { group: string; lane: string } & PromoteInput & Seen) => Started

/** The server actions of a lane's page. */
export type LaneActions = {
  park: ChangeLane
  resume: ChangeLane
  clean: ChangeLane
  promote: PromoteLane
  remove: ChangeLane
  abort: ChangeLane
  rollBack: (input: { group: string; revision: number } & Seen) => Started
}
