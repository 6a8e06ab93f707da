import { type Deployment, type ReplicaSet, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { annotatedSize, desiredReplicasAnnotation, maxReplicasAnnotation } from './deployment-annotations'
import { type DeploymentContext, scaleReplicaSet } from './deployment-context'
import { activeOnly, byAge, isRollingUpdate, totalWanted, updateBounds } from './deployment-numbers'
import { activeOrLatest, allOf, type OwnReplicaSets } from './deployment-replica-sets'

/**
 * Brings the ReplicaSets to the Deployment's size outside of a rollout step: the only active one gets all, a finished
 * rollout's old ones get nothing, in the middle of a rollout each gets its proportion.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling
 */
export function scaleDeployment(
  context: DeploymentContext,
  deployment: Deployment,
  own: OwnReplicaSets,
): boolean {
  const single = activeOrLatest(own)
  if (single !== undefined) {
    if (wantedReplicas(single) === wantedReplicas(deployment)) return false
    return scaleReplicaSet(context, deployment, single, wantedReplicas(deployment))
  }
  if (isSaturated(deployment, own.latest)) {
    return activeOnly(own.old)
      .map((replicaSet) => scaleReplicaSet(context, deployment, replicaSet, 0))
      .some(Boolean)
  }
  return isRollingUpdate(deployment) && scaleInProportion(context, deployment, own)
}

function isSaturated(deployment: Deployment, latest: ReplicaSet | undefined): boolean {
  if (latest === undefined) return false
  const wanted = wantedReplicas(deployment)
  return (
    annotatedSize(latest, desiredReplicasAnnotation) === wanted &&
    wantedReplicas(latest) === wanted &&
    (latest.status?.availableReplicas ?? 0) === wanted
  )
}

function scaleInProportion(context: DeploymentContext, deployment: Deployment, own: OwnReplicaSets): boolean {
  const active = activeOnly(allOf(own))
  const wanted = wantedReplicas(deployment)
  const allowed = wanted > 0 ? wanted + updateBounds(deployment).surge : 0
  const toAdd = allowed - totalWanted(active)
  const newerFirst = toAdd > 0
  const ordered = active.sort(
    (left, right) =>
      wantedReplicas(right) - wantedReplicas(left) || (newerFirst ? byAge(right, left) : byAge(left, right)),
  )
  const sizes = proportionalSizes(deployment, ordered, toAdd)
  return ordered
    .map((replicaSet, index) => {
      const size = sizes[index] ?? wantedReplicas(replicaSet)
      return scaleReplicaSet(context, deployment, replicaSet, size)
    })
    .some(Boolean)
}

/** The new sizes, in the given order; what rounding leaves goes to the first. */
export function proportionalSizes(
  deployment: Deployment,
  ordered: readonly ReplicaSet[],
  toAdd: number,
): number[] {
  let added = 0
  const sizes = ordered.map((replicaSet) => {
    const fraction = fractionOf(deployment, replicaSet)
    const left = toAdd - added
    const share = left === 0 ? 0 : toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left)
    added += share
    return wantedReplicas(replicaSet) + share
  })
  const [first] = sizes
  if (first !== undefined && toAdd !== 0) sizes[0] = Math.max(0, first + toAdd - added)
  return sizes
}

function fractionOf(deployment: Deployment, replicaSet: ReplicaSet): number {
  const size = wantedReplicas(replicaSet)
  const wanted = wantedReplicas(deployment)
  if (wanted === 0) return -size
  const whole = wanted + updateBounds(deployment).surge
  const before = annotatedSize(replicaSet, maxReplicasAnnotation) ?? deployment.status?.replicas ?? whole
  return Math.round((size * whole) / Math.max(1, before)) - size
}
