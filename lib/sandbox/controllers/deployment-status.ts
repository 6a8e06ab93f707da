import {
  type Deployment,
  type DeploymentStatus,
  type ReplicaSet,
  wantedReplicas,
} from '@/lib/sandbox/shapes/workload'
import { findCondition, hasProgressDeadline, newCondition, withCondition } from './deployment-conditions'
import { totalAvailable, totalWanted, updateBounds } from './deployment-numbers'
import { allOf, type OwnReplicaSets } from './deployment-replica-sets'

/**
 * Counters and the Available condition as the ReplicaSets give them.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentStatus
 */
export function deploymentStatus(deployment: Deployment, own: OwnReplicaSets): DeploymentStatus {
  const all = allOf(own)
  const available = totalAvailable(all)
  const unavailable = Math.max(0, totalWanted(all) - available)
  const terminating = all.map((replicaSet) => replicaSet.status?.terminatingReplicas)
  const unknown = terminating.includes(undefined)
  const { collisionCount } = deployment.status ?? {}
  return {
    observedGeneration: deployment.metadata.generation,
    replicas: sum(all, (status) => status?.replicas),
    updatedReplicas: own.latest?.status?.replicas || undefined,
    readyReplicas: sum(all, (status) => status?.readyReplicas),
    availableReplicas: available || undefined,
    unavailableReplicas: unavailable || undefined,
    ...(unknown ? {} : { terminatingReplicas: terminating.reduce<number>((a, b) => a + (b ?? 0), 0) }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: withCondition(
      deployment.status?.conditions ?? [],
      available >= wantedReplicas(deployment) - updateBounds(deployment).unavailable
        ? newCondition(
            'Available',
            'True',
            'MinimumReplicasAvailable',
            'Deployment has minimum availability.',
          )
        : newCondition(
            'Available',
            'False',
            'MinimumReplicasUnavailable',
            'Deployment does not have minimum availability.',
          ),
    ),
  }
}

function sum(all: readonly ReplicaSet[], pick: (status: ReplicaSet['status']) => number | undefined) {
  return all.reduce((total, replicaSet) => total + (pick(replicaSet.status) ?? 0), 0) || undefined
}

/** Whether every wanted pod is of the present template and available, and no other pod is left. */
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const wanted = wantedReplicas(deployment)
  return (
    (status?.updatedReplicas ?? 0) === wanted &&
    (status?.replicas ?? 0) === wanted &&
    (status?.availableReplicas ?? 0) === wanted &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  )
}

/** Whether the new status is nearer to the goal than the stored one. */
export function isProgressing(deployment: Deployment, next: DeploymentStatus): boolean {
  const before = deployment.status ?? {}
  const oldPods = (status: DeploymentStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
  return (
    (next.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldPods(next) < oldPods(before) ||
    (next.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (next.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  )
}

/** Milliseconds until the progress deadline passes, at most 0 when it has; undefined when it does not run. */
export function untilDeadline(deployment: Deployment, status: DeploymentStatus): number | undefined {
  const condition = findCondition(status.conditions, 'Progressing')
  if (!hasProgressDeadline(deployment) || condition?.lastUpdateTime === undefined) return undefined
  if (condition.reason === 'NewReplicaSetAvailable') return undefined
  if (condition.reason === 'ProgressDeadlineExceeded') return 0
  const seconds = deployment.spec.progressDeadlineSeconds ?? 0
  return Date.parse(condition.lastUpdateTime) + seconds * 1_000 - Date.now()
}
