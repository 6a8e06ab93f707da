import type { Deployment, WorkloadCondition } from '@/lib/sandbox/shapes/workload'
import { kubeNow } from './kube-time'

/** The condition of one type, or undefined. */
export function findCondition(conditions: readonly WorkloadCondition[] | undefined, type: string) {
  return conditions?.find((condition) => condition.type === type)
}

/** A condition of a Deployment as of now. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
export function newCondition(
  type: 'Available' | 'Progressing' | 'ReplicaFailure',
  status: WorkloadCondition['status'],
  reason: string,
  message: string,
): WorkloadCondition {
  const time = kubeNow()
  return { type, status, lastUpdateTime: time, lastTransitionTime: time, reason, message }
}

/** The list with the condition put last; unchanged when status and reason are the same already. */
export function withCondition(
  conditions: readonly WorkloadCondition[],
  condition: WorkloadCondition,
): WorkloadCondition[] {
  const current = findCondition(conditions, condition.type)
  if (current?.status === condition.status && current.reason === condition.reason) return [...conditions]
  const transition =
    current?.status === condition.status ? current.lastTransitionTime : condition.lastTransitionTime
  return [...withoutCondition(conditions, condition.type), { ...condition, lastTransitionTime: transition }]
}

/** The list without the conditions of one type. */
export function withoutCondition(
  conditions: readonly WorkloadCondition[],
  type: string,
): WorkloadCondition[] {
  return conditions.filter((condition) => condition.type !== type)
}

/** Whether the Deployment has a deadline for making progress; the largest int32 means none. */
export function hasProgressDeadline(deployment: Deployment): boolean {
  const seconds = deployment.spec.progressDeadlineSeconds
  return seconds !== undefined && seconds !== 2_147_483_647
}
