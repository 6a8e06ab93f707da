import { type Deployment, type ReplicaSet, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { ApiError } from '@/lib/sandbox/store/api-error'
import { kinds } from '@/lib/sandbox/store/kinds'
import { controllerManager } from './controller'
import { replicaSetAnnotations, revisionAnnotation, revisionOf } from './deployment-annotations'
import { findCondition, hasProgressDeadline, newCondition, withCondition } from './deployment-conditions'
import { type DeploymentContext, recordScaling, writeStatus } from './deployment-context'
import { newReplicaSetSize } from './deployment-numbers'
import { type OwnReplicaSets, templateHashLabel } from './deployment-replica-sets'
import { controllerReference } from './owner'
import { canonical, templateHash } from './template-hash'

/** What became of the revision sync: `written` when an object was changed, so that the caller starts afresh. */
export type RevisionSync = { own: OwnReplicaSets; written: boolean }

/**
 * Gives the Deployment's present template its ReplicaSet (made when `create`) with the highest revision, and the
 * Deployment the same revision. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#checking-rollout-history-of-a-deployment
 */
export function syncRevision(
  context: DeploymentContext,
  deployment: Deployment,
  own: OwnReplicaSets,
  create: boolean,
): RevisionSync {
  const revision = Math.max(0, ...own.old.map(revisionOf)) + 1
  if (own.latest !== undefined) return keepLatest(context, deployment, own, own.latest, revision)
  if (!create) return { own, written: false }
  return makeLatest(context, deployment, own, revision)
}

function keepLatest(
  context: DeploymentContext,
  deployment: Deployment,
  own: OwnReplicaSets,
  latest: ReplicaSet,
  revision: number,
): RevisionSync {
  const annotations = replicaSetAnnotations(deployment, latest.metadata.annotations ?? {}, revision)
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0
  const sameNotes = canonical(annotations) === canonical(latest.metadata.annotations ?? {})
  if (!sameNotes || (latest.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const metadata = { ...latest.metadata, annotations }
    const spec = { ...latest.spec, minReadySeconds }
    context.store.update(kinds.replicaSets, { ...latest, metadata, spec }, controllerManager)
    return { own, written: true }
  }
  const name = latest.metadata.name
  const found = newCondition('Progressing', 'True', 'FoundNewReplicaSet', `Found new replica set "${name}"`)
  const lacksCondition = findCondition(deployment.status?.conditions, 'Progressing') === undefined
  const condition = hasProgressDeadline(deployment) && lacksCondition ? found : undefined
  const written = writeRevision(context, deployment, revisionOf(latest), condition)
  return { own, written }
}

function makeLatest(
  context: DeploymentContext,
  deployment: Deployment,
  own: OwnReplicaSets,
  revision: number,
): RevisionSync {
  const size = newReplicaSetSize(deployment, own.old, 0)
  const draft = draftOf(deployment, size, revision)
  try {
    context.store.create(kinds.replicaSets, draft, controllerManager)
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'AlreadyExists') countCollision(context, deployment)
    else failCreation(context, deployment, draft.metadata.name, error)
    throw error
  }
  const { name } = draft.metadata
  if (size > 0) recordScaling(context.recorder, deployment, name, 0, size)
  const message = `Created new replica set "${name}"`
  const condition = newCondition('Progressing', 'True', 'NewReplicaSetCreated', message)
  writeRevision(context, deployment, revision, hasProgressDeadline(deployment) ? condition : undefined)
  return { own, written: true }
}

function draftOf(deployment: Deployment, size: number, revision: number) {
  const { template, selector, minReadySeconds = 0 } = deployment.spec
  const hash = templateHash(template, deployment.status?.collisionCount)
  const labels = { ...template.metadata?.labels, [templateHashLabel]: hash }
  return {
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels,
      annotations: replicaSetAnnotations(deployment, undefined, revision),
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: size,
      ...(minReadySeconds === 0 ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [templateHashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  }
}

/** A ReplicaSet of that name belongs to someone else: the next hash takes the count in. */
function countCollision(context: DeploymentContext, deployment: Deployment): void {
  const collisionCount = (deployment.status?.collisionCount ?? 0) + 1
  writeStatus(context, deployment, { ...deployment.status, collisionCount })
}

function failCreation(context: DeploymentContext, deployment: Deployment, name: string, error: unknown) {
  if (!hasProgressDeadline(deployment)) return
  const reason = error instanceof Error ? error.message : String(error)
  const message = `Failed to create new replica set "${name}": ${reason}`
  const condition = newCondition('Progressing', 'False', 'ReplicaSetCreateError', message)
  const conditions = withCondition(deployment.status?.conditions ?? [], condition)
  writeStatus(context, deployment, { ...deployment.status, conditions })
}

function writeRevision(
  context: DeploymentContext,
  deployment: Deployment,
  revision: number,
  condition: ReturnType<typeof newCondition> | undefined,
): boolean {
  const before = deployment.metadata.annotations
  const sameRevision = before?.[revisionAnnotation] === String(revision)
  if (sameRevision && condition === undefined) return false
  const conditions = deployment.status?.conditions ?? []
  const status =
    condition === undefined
      ? (deployment.status ?? {})
      : { ...deployment.status, conditions: withCondition(conditions, condition) }
  writeStatus(context, deployment, status, { ...before, [revisionAnnotation]: String(revision) })
  return true
}

/** Whether the Deployment's size differs from the one its active ReplicaSets were last given. */
export function wantsScaling(deployment: Deployment, own: OwnReplicaSets): boolean {
  const wanted = String(wantedReplicas(deployment))
  const all = own.latest === undefined ? own.old : [...own.old, own.latest]
  return all.some((replicaSet) => {
    const desired = replicaSet.metadata.annotations?.['deployment.kubernetes.io/desired-replicas']
    return wantedReplicas(replicaSet) > 0 && desired !== undefined && desired !== wanted
  })
}
