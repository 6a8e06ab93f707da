import type { Deployment, DeploymentStatus, WorkloadCondition } from '@/lib/sandbox/shapes/workload'
import {
  findCondition,
  hasProgressDeadline,
  newCondition,
  withCondition,
  withoutCondition,
} from './deployment-conditions'
import { type DeploymentContext, writeStatus } from './deployment-context'
import { allOf, type OwnReplicaSets } from './deployment-replica-sets'
import { deploymentStatus, isComplete, isProgressing, untilDeadline } from './deployment-status'
import { sameStatus } from './replica-set-status'

/** Writes the counters alone, as for a paused or a scaling Deployment. */
export function syncCounters(context: DeploymentContext, deployment: Deployment, own: OwnReplicaSets): void {
  const status = deploymentStatus(deployment, own)
  if (!sameStatus(deployment.status, status)) writeStatus(context, deployment, status)
}

/**
 * Writes the counters and the Progressing condition of a rollout, and comes back when its deadline passes.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progressing-deployment
 */
export function syncProgress(context: DeploymentContext, deployment: Deployment, own: OwnReplicaSets): void {
  const counted = deploymentStatus(deployment, own)
  const progressed = progressConditions(deployment, counted, own.latest?.metadata.name)
  const conditions = failureConditions(progressed, own)
  const status = { ...counted, conditions }
  if (!sameStatus(deployment.status, status)) {
    writeStatus(context, deployment, status)
    return
  }
  const wait = untilDeadline(deployment, status)
  if (wait !== undefined && wait > 0 && !isComplete(deployment, status)) context.again(wait + 10)
}

function progressConditions(
  deployment: Deployment,
  status: DeploymentStatus,
  replicaSet: string | undefined,
): WorkloadCondition[] {
  const conditions = status.conditions ?? []
  if (!hasProgressDeadline(deployment)) return withoutCondition(conditions, 'Progressing')
  const current = findCondition(deployment.status?.conditions, 'Progressing')
  const settled =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable'
  if (settled) return conditions
  const subject =
    replicaSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${replicaSet}"`
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`
    return withCondition(conditions, newCondition('Progressing', 'True', 'NewReplicaSetAvailable', message))
  }
  if (isProgressing(deployment, status)) return stepForward(conditions, current, subject)
  const wait = untilDeadline(deployment, status)
  if (wait === undefined || wait > 0) return conditions
  const message = `${subject} has timed out progressing.`
  return withCondition(conditions, newCondition('Progressing', 'False', 'ProgressDeadlineExceeded', message))
}

/** Each step forward renews the update time, from which the deadline counts. */
function stepForward(
  conditions: readonly WorkloadCondition[],
  current: WorkloadCondition | undefined,
  subject: string,
): WorkloadCondition[] {
  const condition = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`)
  const transition = current?.status === 'True' ? current.lastTransitionTime : condition.lastTransitionTime
  return [...withoutCondition(conditions, 'Progressing'), { ...condition, lastTransitionTime: transition }]
}

function failureConditions(
  conditions: readonly WorkloadCondition[],
  own: OwnReplicaSets,
): WorkloadCondition[] {
  const candidates = own.latest === undefined ? allOf(own) : [own.latest, ...own.old]
  for (const replicaSet of candidates) {
    const failure = findCondition(replicaSet.status?.conditions, 'ReplicaFailure')
    if (failure !== undefined) {
      return withCondition(
        conditions,
        newCondition('ReplicaFailure', failure.status, failure.reason, failure.message),
      )
    }
  }
  return withoutCondition(conditions, 'ReplicaFailure')
}
