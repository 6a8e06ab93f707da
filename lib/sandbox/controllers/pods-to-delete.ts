import { isPodReady, type Pod, podCondition } from '@/lib/sandbox/shapes/pod'

const deletionCost = 'controller.kubernetes.io/pod-deletion-cost'

/**
 * The pods to delete when a ReplicaSet has too many: unassigned first, then pending, unready, cheap ones, those whose
 * node runs more of them, those ready for a shorter time, those restarted more, newer ones.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset
 */
export function choosePodsToDelete(pods: readonly Pod[], count: number): Pod[] {
  const onNode = new Map<string, number>()
  for (const pod of pods) {
    const node = pod.spec.nodeName ?? ''
    onNode.set(node, (onNode.get(node) ?? 0) + 1)
  }
  const rank = (pod: Pod): number[] => [
    pod.spec.nodeName === undefined ? 0 : 1,
    pod.status?.phase === 'Running' ? 2 : pod.status?.phase === 'Unknown' ? 1 : 0,
    isPodReady(pod) ? 1 : 0,
    Number(pod.metadata.annotations?.[deletionCost] ?? 0),
    -(onNode.get(pod.spec.nodeName ?? '') ?? 0),
    -Date.parse(podCondition(pod, 'Ready')?.lastTransitionTime ?? pod.metadata.creationTimestamp),
    -restarts(pod),
    -Date.parse(pod.metadata.creationTimestamp),
  ]
  return pods
    .map((pod) => ({ pod, rank: rank(pod) }))
    .sort((left, right) => compare(left.rank, right.rank))
    .slice(0, count)
    .map(({ pod }) => pod)
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount))
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
