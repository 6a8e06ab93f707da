import { recordScheduled } from '@/lib/sandbox/controllers/event-recorder'
import { kubeNow } from '@/lib/sandbox/controllers/kube-time'
import { listPods, type Pod } from '@/lib/sandbox/shapes/pod'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { zoneLabelOf } from './nodes'

type NodeSpec = { unschedulable?: boolean }

/**
 * Gives a pod the node with the fewest pods; none that is cordoned. Where all are, the pod's conditions say so.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/
 */
export function schedulePod(store: Store, pod: Pod): void {
  const node = emptiestNode(store)
  if (node === undefined) {
    sayUnschedulable(store, pod)
    return
  }
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: kubeNow(),
  } as const
  const zone = zoneLabelOf(store.get(kinds.nodes, undefined, node))
  // A binding is one write: nobody owns it, and the pod's generation stays.
  store.update(
    kinds.pods,
    {
      ...pod,
      metadata: { ...pod.metadata, labels: { ...zone, ...pod.metadata.labels } },
      spec: { ...pod.spec, nodeName: node },
      status: { ...pod.status, conditions: [...othersOf(pod), scheduled] },
    },
    { subresource: 'binding' },
  )
  recordScheduled(store, pod, node)
}

/** Written once, and nobody's as a binding is: a pod that waits is looked at again with every change of a node. */
function sayUnschedulable(store: Store, pod: Pod): void {
  if ((pod.status?.conditions ?? []).some(({ type }) => type === 'PodScheduled')) return
  const count = store.list(kinds.nodes).length
  const waits = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: `0/${count} nodes are available: ${count} node(s) were unschedulable.`,
    lastProbeTime: null,
    lastTransitionTime: kubeNow(),
  } as const
  const status = { ...pod.status, conditions: [...othersOf(pod), waits] }
  const managedFields = [...(pod.metadata.managedFields ?? [])]
  store.update(kinds.pods, { ...pod, status }, { subresource: 'status', managedFields })
}

function othersOf({ status }: Pod) {
  return (status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled')
}

function emptiestNode(store: Store): string | undefined {
  const open = store.list(kinds.nodes).filter(({ spec }) => !(spec as NodeSpec | undefined)?.unschedulable)
  const counts = new Map(open.map(({ metadata }) => [metadata.name, 0]))
  for (const { spec } of listPods(store)) {
    const count = counts.get(spec.nodeName ?? '')
    if (spec.nodeName !== undefined && count !== undefined) counts.set(spec.nodeName, count + 1)
  }
  const sorted = [...counts].sort(([, left], [, right]) => left - right)
  return sorted[0]?.[0]
}
