import type { ActionResult } from '@/components/action-result'

type Seen = { ifRevision?: number; ifOperation?: string | null; reason?: string }
type Started = Promise<ActionResult<{ operation: string }>>

export type ChangeLane = (input: { group: string; lane: string } & Seen) => Started

/** The server actions of a lane's page. */
export type LaneActions = {
  park: ChangeLane
  resume: ChangeLane
  clean: ChangeLane
  remove: ChangeLane
  abort: ChangeLane
  rollBack: (input: { group: string; revision: number } & Seen) => Started
}
