import { isPodActive, isPodReady, type Pod } from '@/lib/sandbox/shapes/pod'
import {
  type ReplicaSet,
  type ReplicaSetStatus,
  type WorkloadCondition,
  wantedReplicas,
} from '@/lib/sandbox/shapes/workload'
import { kubeNow } from './kube-time'
import { isPodAvailable } from './pod-availability'
import { canonical } from './template-hash'

/** What kept the ReplicaSet from reaching its size in this round, for the ReplicaFailure condition. */
export type ReplicaFailure = { reason: 'FailedCreate' | 'FailedDelete'; message: string }

/**
 * The status that the pods give; counters that are 0 are left out, except `replicas` and `terminatingReplicas`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replica-set-v1/#ReplicaSetStatus
 */
export function replicaSetStatus(
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
  failure: ReplicaFailure | undefined,
): ReplicaSetStatus {
  const active = pods.filter(isPodActive)
  const templateLabels = Object.entries(replicaSet.spec.template.metadata?.labels ?? {})
  const minReadySeconds = replicaSet.spec.minReadySeconds ?? 0
  const count = (matches: (pod: Pod) => boolean) => active.filter(matches).length || undefined
  const status: ReplicaSetStatus = {
    replicas: active.length,
    fullyLabeledReplicas: count((pod) =>
      templateLabels.every(([key, value]) => pod.metadata.labels?.[key] === value),
    ),
    readyReplicas: count(isPodReady),
    availableReplicas: count((pod) => isPodAvailable(pod, minReadySeconds)),
    terminatingReplicas: pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined).length,
    observedGeneration: replicaSet.metadata.generation,
  }
  const conditions = conditionsAfter(replicaSet.status?.conditions ?? [], failure)
  return conditions.length === 0 ? status : { ...status, conditions }
}

function conditionsAfter(before: WorkloadCondition[], failure: ReplicaFailure | undefined) {
  const others = before.filter((condition) => condition.type !== 'ReplicaFailure')
  if (failure === undefined) return others
  const known = before.find((condition) => condition.type === 'ReplicaFailure')
  if (known?.reason === failure.reason) return before
  return [
    ...others,
    { type: 'ReplicaFailure', status: 'True' as const, lastTransitionTime: kubeNow(), ...failure },
  ]
}

/** Whether two statuses say the same. */
export function sameStatus(left: unknown, right: unknown): boolean {
  return canonical(left ?? {}) === canonical(right ?? {})
}

/** Whether all wanted pods are ready but not all have been so for long enough. */
export function awaitsAvailability(replicaSet: ReplicaSet, status: ReplicaSetStatus): boolean {
  return (
    (replicaSet.spec.minReadySeconds ?? 0) > 0 &&
    (status.readyReplicas ?? 0) > (status.availableReplicas ?? 0) &&
    wantedReplicas(replicaSet) > (status.availableReplicas ?? 0)
  )
}
