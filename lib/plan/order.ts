import type { KubeObject } from '@/lib/domain/kube-object'
import { innerAnnotation } from '@/lib/domain/labels'
import type { Change, Phase } from './types'

/** The order of stages and phases: a request never reaches a version without ready pods, and never one that is leaving. */
const ranks: Readonly<Record<Change['stage'], Readonly<Record<Phase, number>>>> = {
  make: { baseline: -3, config: 0, workload: 1, service: 2, subset: 3, inner: 4, route: 5 },
  route: { baseline: -3, config: 5, workload: 5, service: 5, subset: 5, inner: 5, route: 5 },
  close: { baseline: -3, route: 5, inner: 6, subset: 7, service: 8, workload: 9, config: 10 },
}

/** What is made together with routes; Istio's subsets come alive before the routes that name them. */
export function phaseOf({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): Phase {
  if (metadata.annotations?.[innerAnnotation] !== undefined) return 'inner'
  switch (kind) {
    case 'Deployment':
      return 'workload'
    case 'ConfigMap':
    case 'Secret':
      return 'config'
    case 'Service':
      return 'service'
    case 'DestinationRule':
      return 'subset'
    default:
      return 'route'
  }
}

/** A change before its place is known. */
export type UnorderedChange = Omit<Change, 'order'>

/**
 * Changes in the order of work, numbered from 1 without gaps: baselines, what holds requests on the baseline, workloads, Services, subsets, inner routes, routes; then what
 * closes: inner routes, subsets, Services, workloads. When something closes, the routes that change are waited for until they drained.
 */
export function inOrder(changes: readonly UnorderedChange[]): Change[] {
  // Subsets that hold requests on the baseline stand before the routes that name them, both before any workload.
  const rankOf = ({ stage, phase, hold }: UnorderedChange) =>
    hold ? (phase === 'subset' ? -2 : -1) : ranks[stage][phase]
  const closes = changes.some(({ action, stage }) => stage === 'close' && action !== 'unchanged')
  const used = [...new Set(changes.map(rankOf))].sort((a, b) => a - b)
  return changes
    .map((change) => ({ ...change, wait: drainsFirst(change, closes) ? ('drain' as const) : change.wait }))
    .map((change) => ({ ...change, order: used.indexOf(rankOf(change)) + 1 }))
    .sort((a, b) => a.order - b.order)
}

function drainsFirst({ action, phase }: UnorderedChange, closes: boolean): boolean {
  return (phase === 'route' || phase === 'inner') && (action === 'delete' || (action === 'update' && closes))
}
