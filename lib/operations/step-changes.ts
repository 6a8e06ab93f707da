import type { StepName } from '@/lib/domain/operation'
import type { Change, Plan } from '@/lib/plan/types'

/**
 * The step that makes a change. Baselines come before everything: what they are to run is available before any request moves. New and changed routes come before those that go, so that no request falls between; subsets
 * stand before the routes that name them and go with the Services. What holds requests on the baseline stands before workloads.
 */
export function stepOf(change: Change): StepName {
  const { stage, phase, hold } = change
  if (phase === 'baseline') return 'baselines'
  if (hold) return 'workloads'
  if (phase === 'workload' || phase === 'config') return stage === 'close' ? 'delete-workloads' : 'workloads'
  if (stage === 'close') return phase === 'route' || phase === 'inner' ? 'close-routes' : 'delete-services'
  if (phase === 'service') return 'services'
  return takesAway(change) ? 'close-routes' : 'routes'
}

/** A route of ours that goes, or a user's that gets back what we had changed. */
function takesAway({ action, patch, edits = [] }: Change): boolean {
  return action === 'delete' || (patch !== undefined && edits.length === 0)
}

/** What a step still has to do, in the order of the plan: changes in one list run together. */
export function changesOf(plan: Plan, step: StepName): Change[][] {
  const byOrder = new Map<number, Change[]>()
  for (const change of plan.changes) {
    if (change.action === 'unchanged' || stepOf(change) !== step) continue
    byOrder.set(change.order, [...(byOrder.get(change.order) ?? []), change])
  }
  return [...byOrder.entries()].sort(([one], [other]) => one - other).map(([, changes]) => changes)
}
