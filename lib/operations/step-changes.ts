import type { StepName } from '@/lib/domain/operation'
import type { Change, Plan } from '@/lib/plan/types'

/** The step that makes a change. */
export function stepOf({ stage, phase }: Pick<Change, 'stage' | 'phase'>): StepName {
  if (stage === 'close') {
    if (phase === 'route') return 'close-routes'
    return phase === 'workload' ? 'delete-workloads' : 'delete-services'
  }
  if (phase === 'workload') return 'workloads'
  return phase === 'service' ? 'services' : 'routes'
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
