import { selects } from '@/lib/sandbox/shapes/label-selector'
import { type Deployment, getDeployment, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store, StoreEvent } from '@/lib/sandbox/store/store'
import { type Controller, controllerManager } from './controller'
import { revisionOf } from './deployment-annotations'
import { findCondition, hasProgressDeadline, newCondition, withCondition } from './deployment-conditions'
import { type DeploymentContext, writeStatus } from './deployment-context'
import { syncRevision, wantsScaling } from './deployment-new-replica-set'
import { isRollingUpdate } from './deployment-numbers'
import { syncCounters, syncProgress } from './deployment-progress'
import { stepRecreate } from './deployment-recreate'
import { claimReplicaSets, type OwnReplicaSets } from './deployment-replica-sets'
import { stepRollingUpdate } from './deployment-rolling'
import { scaleDeployment } from './deployment-scaling'
import { isComplete } from './deployment-status'
import { createEventRecorder } from './event-recorder'
import { controllerOf, keyOf, splitKey } from './owner'
import { createWorkQueue } from './work-queue'

/**
 * Rolls Deployments out through ReplicaSets, in the order and the words of the real controller.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
 */
export function startDeploymentController(store: Store): Controller {
  const source = { component: 'deployment-controller' }
  const recorder = createEventRecorder(store, source, controllerManager.manager)
  const queue = createWorkQueue('deployment', (key) => {
    const { namespace, name } = splitKey(key)
    const deployment = getDeployment(store, namespace, name)
    const again = (milliseconds: number) => queue.addAfter(key, milliseconds)
    if (deployment !== undefined) reconcile({ store, recorder, again }, deployment)
  })
  const unsubscribe = store.subscribe((event) => {
    for (const key of concerned(store, event)) queue.add(key)
  })
  for (const deployment of store.list(kinds.deployments)) queue.add(keyOf(deployment))
  return {
    stop: () => {
      unsubscribe()
      queue.stop()
    },
  }
}

function concerned(store: Store, { kind, type, object }: StoreEvent): string[] {
  if (kind === kinds.deployments) return [keyOf(object)]
  if (kind === kinds.replicaSets) return deploymentsOf(store, object)
  // A Recreate waits for the last old pod to be gone.
  if (kind === kinds.pods && type === 'DELETED') return deploymentsOfPod(store, object)
  return []
}

function deploymentsOf(store: Store, replicaSet: KubeObject): string[] {
  const { namespace } = replicaSet.metadata
  const owner = controllerOf(replicaSet)
  if (owner !== undefined) return owner.kind === 'Deployment' ? [`${namespace ?? ''}/${owner.name}`] : []
  const candidates = store.list(kinds.deployments, namespace === undefined ? {} : { namespace })
  return candidates
    .filter((candidate) => selects((candidate as Deployment).spec.selector, replicaSet.metadata.labels))
    .map(keyOf)
}

function deploymentsOfPod(store: Store, pod: KubeObject): string[] {
  const owner = controllerOf(pod)
  if (owner?.kind !== 'ReplicaSet') return []
  const replicaSet = store.get(kinds.replicaSets, pod.metadata.namespace, owner.name)
  return replicaSet === undefined ? [] : deploymentsOf(store, replicaSet)
}

/** One step; each write comes back as an event and is followed by the next step. */
function reconcile(context: DeploymentContext, deployment: Deployment): void {
  const own = claimReplicaSets(context.store, deployment)
  if (deployment.metadata.deletionTimestamp !== undefined) syncCounters(context, deployment, own)
  else if (syncPausedCondition(context, deployment)) return
  else if (deployment.spec.paused === true || wantsScaling(deployment, own))
    syncSize(context, deployment, own)
  else stepRollout(context, deployment, own)
}

function stepRollout(context: DeploymentContext, deployment: Deployment, own: OwnReplicaSets): void {
  const rolling = isRollingUpdate(deployment)
  if (syncRevision(context, deployment, own, rolling).written) return
  if (rolling) stepRollingUpdate(context, deployment, own)
  else stepRecreate(context, deployment, own)
  if (isComplete(deployment, deployment.status)) removeOldHistory(context, deployment, own)
  syncProgress(context, deployment, own)
}

function syncSize(context: DeploymentContext, deployment: Deployment, own: OwnReplicaSets): void {
  if (syncRevision(context, deployment, own, false).written) return
  scaleDeployment(context, deployment, own)
  if (deployment.spec.paused === true) removeOldHistory(context, deployment, own)
  syncCounters(context, deployment, own)
}

function syncPausedCondition(context: DeploymentContext, deployment: Deployment): boolean {
  if (!hasProgressDeadline(deployment)) return false
  const conditions = deployment.status?.conditions ?? []
  const current = findCondition(conditions, 'Progressing')
  if (current?.reason === 'ProgressDeadlineExceeded') return false
  const paused = deployment.spec.paused === true
  const says = current?.reason === 'DeploymentPaused'
  if (paused === says) return false
  const condition = paused
    ? newCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused')
    : newCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed')
  writeStatus(context, deployment, {
    ...deployment.status,
    conditions: withCondition(conditions, condition),
  })
  return true
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#clean-up-policy */
function removeOldHistory({ store }: DeploymentContext, deployment: Deployment, own: OwnReplicaSets): void {
  const limit = deployment.spec.revisionHistoryLimit ?? 10
  const kept = own.old.filter((replicaSet) => replicaSet.metadata.deletionTimestamp === undefined)
  const surplus = kept
    .sort((left, right) => revisionOf(left) - revisionOf(right))
    .slice(0, Math.max(0, kept.length - limit))
  for (const { metadata, spec, status } of surplus) {
    const idle =
      wantedReplicas({ spec }) === 0 &&
      (status?.replicas ?? 0) === 0 &&
      (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0)
    if (idle) store.remove(kinds.replicaSets, metadata.namespace, metadata.name)
  }
}
