import { isPodFinished, listPods } from '@/lib/sandbox/shapes/pod'
import { type Deployment, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { type DeploymentContext, scaleReplicaSet } from './deployment-context'
import { syncRevision } from './deployment-new-replica-set'
import { activeOnly } from './deployment-numbers'
import type { OwnReplicaSets } from './deployment-replica-sets'
import { controllerOf } from './owner'

/**
 * Makes the next step of a Recreate: all old pods go, and only when they are gone the new ones come. Gives whether
 * something was written. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment
 */
export function stepRecreate(
  context: DeploymentContext,
  deployment: Deployment,
  own: OwnReplicaSets,
): boolean {
  const scaled = activeOnly(own.old).map((replicaSet) => scaleReplicaSet(context, deployment, replicaSet, 0))
  if (scaled.some(Boolean)) return true
  if (oldPodsRemain(context, own)) return false
  const synced = syncRevision(context, deployment, own, true)
  if (synced.written || own.latest === undefined) return synced.written
  return scaleReplicaSet(context, deployment, own.latest, wantedReplicas(deployment))
}

function oldPodsRemain({ store }: DeploymentContext, own: OwnReplicaSets): boolean {
  const oldUids = new Set(own.old.map((replicaSet) => replicaSet.metadata.uid))
  if (oldUids.size === 0) return false
  const namespace = own.old[0]?.metadata.namespace
  return listPods(store, namespace === undefined ? {} : { namespace }).some(
    (pod) => oldUids.has(controllerOf(pod)?.uid ?? '') && !isPodFinished(pod),
  )
}
