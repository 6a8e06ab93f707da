import type { LaneView } from '@/lib/services/schemas/lanes'
import { isRunning } from './world'

/** What can be done with a lane by a button. */
export type LaneAction = 'park' | 'resume' | 'promote' | 'clean' | 'abort' | 'remove'

/** The one thing to do next: an action, or a page that leads on. */
export type NextStep = LaneAction | 'watch' | 'seeFailure' | 'push' | 'traffic'

type Known = Pick<LaneView, 'state' | 'operation' | 'revision' | 'pushedRevision'>

/** Of the last operation: it failed, and nothing took its place since. */
export function hasFailed({ operation }: Pick<LaneView, 'operation'>): boolean {
  return operation?.state === 'failed' && operation.supersededBy === null
}

export function nextStep(lane: Known): NextStep {
  if (isRunning(lane.operation)) return 'watch'
  if (hasFailed(lane)) return 'seeFailure'
  if (lane.state === 'draft' || lane.pushedRevision !== lane.revision) return 'push'
  switch (lane.state) {
    case 'parked':
    case 'cleaned':
      return 'resume'
    case 'live':
      return 'promote'
    case 'failed':
      return 'park'
    case 'deploying':
    case 'unknown':
      return 'traffic'
  }
}

/** Why an action cannot be taken now, as the name of a sentence; null when it can. */
export type Refusal =
  | 'needsRole'
  | 'running'
  | 'draft'
  | 'unpushed'
  | 'parked'
  | 'cleaned'
  | 'active'
  | 'unknown'
  | 'nothingRuns'

export function refusalOf(action: LaneAction, lane: Known, mayOperate: boolean): Refusal | null {
  if (!mayOperate) return 'needsRole'
  if (action === 'abort') return isRunning(lane.operation) || hasFailed(lane) ? null : 'nothingRuns'
  if (action === 'remove') return null
  if (isRunning(lane.operation)) return 'running'
  if (lane.state === 'draft') return 'draft'
  if (lane.state === 'unknown') return 'unknown'
  return ofState(action, lane)
}

function ofState(
  action: Exclude<LaneAction, 'abort' | 'remove'>,
  { state, revision, pushedRevision }: Known,
) {
  const off = state === 'parked' || state === 'cleaned' ? state : null
  switch (action) {
    case 'park':
      return off
    case 'clean':
      return state === 'cleaned' ? 'cleaned' : null
    case 'resume':
      return off === null ? 'active' : null
    case 'promote':
      return pushedRevision === revision ? null : 'unpushed'
  }
}
