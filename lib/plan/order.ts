import type { Change, Phase } from './types'

/** The order of stages and phases: a request never reaches a version without ready pods, and never one that is leaving. */
const ranks: Readonly<Record<Change['stage'], Readonly<Record<Phase, number>>>> = {
  make: { workload: 1, service: 2, subset: 3, route: 4 },
  route: { workload: 4, service: 4, subset: 4, route: 4 },
  close: { route: 4, subset: 5, service: 6, workload: 7 },
}

/** A change before its place is known. */
export type UnorderedChange = Omit<Change, 'order'>

/**
 * Changes in the order of work, numbered from 1 without gaps: workloads, Services, subsets, routes; then what closes:
 * subsets, Services, workloads. When something closes, the routes that change are waited for until they drained.
 */
export function inOrder(changes: readonly UnorderedChange[]): Change[] {
  const rankOf = ({ stage, phase }: UnorderedChange) => ranks[stage][phase]
  const closes = changes.some(({ action, stage }) => stage === 'close' && action !== 'unchanged')
  const used = [...new Set(changes.map(rankOf))].sort((a, b) => a - b)
  return changes
    .map((change) => ({ ...change, wait: drainsFirst(change, closes) ? ('drain' as const) : change.wait }))
    .map((change) => ({ ...change, order: used.indexOf(rankOf(change)) + 1 }))
    .sort((a, b) => a.order - b.order)
}

function drainsFirst({ action, phase }: UnorderedChange, closes: boolean): boolean {
  return phase === 'route' && (action === 'delete' || (action === 'update' && closes))
}
