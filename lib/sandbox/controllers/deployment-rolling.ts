import { type Deployment, type ReplicaSet, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { type DeploymentContext, scaleReplicaSet } from './deployment-context'
import {
  activeOnly,
  newReplicaSetSize,
  totalAvailableToStay,
  totalWanted,
  updateBounds,
} from './deployment-numbers'
import { allOf, type OwnReplicaSets } from './deployment-replica-sets'

/** Makes the next step of a rolling update, new pods first; gives whether a ReplicaSet was scaled. */
export function stepRollingUpdate(
  context: DeploymentContext,
  deployment: Deployment,
  own: OwnReplicaSets,
): boolean {
  const { latest } = own
  if (latest === undefined) return false
  return growNew(context, deployment, own, latest) || shrinkOld(context, deployment, own, latest)
}

function growNew(
  context: DeploymentContext,
  deployment: Deployment,
  own: OwnReplicaSets,
  latest: ReplicaSet,
): boolean {
  const size = wantedReplicas(latest)
  const wanted = wantedReplicas(deployment)
  if (size === wanted) return false
  const next = size > wanted ? wanted : newReplicaSetSize(deployment, allOf(own), size)
  return scaleReplicaSet(context, deployment, latest, next)
}

/** Old pods go as far as the wanted availability allows; unhealthy ones first, which is a step and an event of its own. */
function shrinkOld(
  context: DeploymentContext,
  deployment: Deployment,
  own: OwnReplicaSets,
  latest: ReplicaSet,
): boolean {
  const old = activeOnly(own.old)
  if (old.length === 0) return false
  const minAvailable = wantedReplicas(deployment) - updateBounds(deployment).unavailable
  const newUnavailable = wantedReplicas(latest) - (latest.status?.availableReplicas ?? 0)
  const removable = totalWanted(allOf(own)) - minAvailable - newUnavailable
  if (removable <= 0) return false
  if (removeUnhealthy(context, deployment, old, removable)) return true
  const spare = totalAvailableToStay(allOf(own)) - minAvailable
  return removeHealthy(context, deployment, old, spare)
}

function removeUnhealthy(
  context: DeploymentContext,
  deployment: Deployment,
  old: readonly ReplicaSet[],
  removable: number,
): boolean {
  let left = removable
  for (const replicaSet of old) {
    const size = wantedReplicas(replicaSet)
    const unhealthy = size - (replicaSet.status?.availableReplicas ?? 0)
    const count = Math.max(0, Math.min(left, unhealthy))
    if (count > 0) scaleReplicaSet(context, deployment, replicaSet, size - count)
    left -= count
  }
  return left < removable
}

function removeHealthy(
  context: DeploymentContext,
  deployment: Deployment,
  old: readonly ReplicaSet[],
  spare: number,
): boolean {
  let left = Math.max(0, spare)
  for (const replicaSet of old) {
    const size = wantedReplicas(replicaSet)
    const count = Math.min(left, size)
    if (count > 0) scaleReplicaSet(context, deployment, replicaSet, size - count)
    left -= count
  }
  return left < Math.max(0, spare)
}
