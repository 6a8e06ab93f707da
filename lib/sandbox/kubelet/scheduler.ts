import { recordScheduled } from '@/lib/sandbox/controllers/event-recorder'
import { kubeNow } from '@/lib/sandbox/controllers/kube-time'
import { listPods, type Pod } from '@/lib/sandbox/shapes/pod'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { zoneLabelOf } from './nodes'

type NodeSpec = { unschedulable?: boolean }

/**
 * Gives a pod the node with the fewest pods; none that is cordoned.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/
 */
export function schedulePod(store: Store, pod: Pod): void {
  const node = emptiestNode(store)
  if (node === undefined) return
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
      status: { ...pod.status, conditions: [...(pod.status?.conditions ?? []), scheduled] },
    },
    { subresource: 'binding' },
  )
  recordScheduled(store, pod, node)
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
