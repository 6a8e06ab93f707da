import { selects } from '@/lib/sandbox/shapes/label-selector'
import { listPods, type Pod } from '@/lib/sandbox/shapes/pod'
import type { ReplicaSet } from '@/lib/sandbox/shapes/workload'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { controllerManager } from './controller'
import { controllerOf, controllerReference, controls } from './owner'

/**
 * The pods that belong to a ReplicaSet. Matching pods without a controller are adopted, own pods that no longer match
 * are released. @see https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#non-template-pod-acquisitions
 */
export function claimPods(store: Store, replicaSet: ReplicaSet): Pod[] {
  const claimed: Pod[] = []
  for (const pod of listPods(store, namespaceOf(replicaSet))) {
    const matches = selects(replicaSet.spec.selector, pod.metadata.labels)
    if (controls(replicaSet, pod)) {
      if (matches) claimed.push(pod)
      else if (pod.metadata.deletionTimestamp === undefined) release(store, replicaSet, pod)
    } else if (matches && canAdopt(replicaSet, pod)) {
      claimed.push(adopt(store, replicaSet, pod))
    }
  }
  return claimed
}

function namespaceOf(replicaSet: ReplicaSet) {
  return replicaSet.metadata.namespace === undefined ? {} : { namespace: replicaSet.metadata.namespace }
}

function canAdopt(replicaSet: ReplicaSet, pod: Pod): boolean {
  return (
    controllerOf(pod) === undefined &&
    pod.metadata.deletionTimestamp === undefined &&
    replicaSet.metadata.deletionTimestamp === undefined
  )
}

function adopt(store: Store, replicaSet: ReplicaSet, pod: Pod): Pod {
  const ownerReferences = [...(pod.metadata.ownerReferences ?? []), controllerReference(replicaSet)]
  return store.update(
    kinds.pods,
    { ...pod, metadata: { ...pod.metadata, ownerReferences } },
    controllerManager,
  ) as Pod
}

function release(store: Store, replicaSet: ReplicaSet, pod: Pod): void {
  const { ownerReferences = [], ...metadata } = pod.metadata
  const rest = ownerReferences.filter((reference) => reference.uid !== replicaSet.metadata.uid)
  const next = rest.length === 0 ? metadata : { ...metadata, ownerReferences: rest }
  store.update(kinds.pods, { ...pod, metadata: next }, controllerManager)
}
