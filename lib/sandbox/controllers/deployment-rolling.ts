import { type Deployment, type ReplicaSet, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { type DeploymentContext, scaleReplicaSet } from './deployment-context'
import {
  activeOnly,
  newReplicaSetSize,
  totalAvailable,
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

/** Old pods go as far as the wanted availability allows; unhealthy ones first. */
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
  const sizes = new Map(old.map((replicaSet) => [replicaSet, wantedReplicas(replicaSet)]))
  removeUnhealthy(sizes, removable)
  removeHealthy(sizes, totalAvailable(allOf(own)) - minAvailable)
  return [...sizes]
    .map(([replicaSet, size]) => scaleReplicaSet(context, deployment, replicaSet, size))
    .some(Boolean)
}

function removeUnhealthy(sizes: Map<ReplicaSet, number>, removable: number): void {
  let left = removable
  for (const [replicaSet, size] of sizes) {
    const unhealthy = size - (replicaSet.status?.availableReplicas ?? 0)
    const count = Math.max(0, Math.min(left, unhealthy))
    sizes.set(replicaSet, size - count)
    left -= count
  }
}

function removeHealthy(sizes: Map<ReplicaSet, number>, spare: number): void {
  let left = Math.max(0, spare)
  for (const [replicaSet, size] of sizes) {
    const count = Math.min(left, size)
    sizes.set(replicaSet, size - count)
    left -= count
  }
}
