import { type Deployment, type ReplicaSet, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { updateBounds } from './deployment-numbers'

/** @see https://kubernetes.io/docs/reference/labels-annotations-taints/#deployment-kubernetes-io-revision */
export const revisionAnnotation = 'deployment.kubernetes.io/revision'

/** Revisions that a ReplicaSet had before it was rolled back to. */
export const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history'

/** The size of the Deployment when it last set the ReplicaSet's size. */
export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas'

/** The same plus the surge. */
export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas'

const notCopied = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to',
])

/** The revision number in the annotation, 0 when there is none. */
export function revisionOf(object: { metadata: { annotations?: Record<string, string> } }): number {
  return Number.parseInt(object.metadata.annotations?.[revisionAnnotation] ?? '0', 10) || 0
}

/** The size annotations of a ReplicaSet of this Deployment. */
export function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const wanted = wantedReplicas(deployment)
  return {
    [desiredReplicasAnnotation]: String(wanted),
    [maxReplicasAnnotation]: String(wanted + updateBounds(deployment).surge),
  }
}

/** The annotations that the ReplicaSet should have: the Deployment's own, the revision, and for a new one its size. */
export function replicaSetAnnotations(
  deployment: Deployment,
  before: Record<string, string> | undefined,
  revision: number,
): Record<string, string> {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !notCopied.has(key))
  const annotations = { ...before, ...Object.fromEntries(copied) }
  if (before === undefined) {
    return { ...annotations, ...sizeAnnotations(deployment), [revisionAnnotation]: String(revision) }
  }
  const oldRevision = revisionOf({ metadata: { annotations: before } })
  if (oldRevision >= revision) return annotations
  const history = before[revisionHistoryAnnotation]
  const past = oldRevision === 0 ? history : [history, oldRevision].filter((part) => part).join(',')
  return {
    ...annotations,
    [revisionAnnotation]: String(revision),
    ...(past === undefined ? {} : { [revisionHistoryAnnotation]: past }),
  }
}

/** The number in a size annotation, or undefined. */
export function annotatedSize(replicaSet: ReplicaSet, annotation: string): number | undefined {
  const value = Number.parseInt(replicaSet.metadata.annotations?.[annotation] ?? '', 10)
  return Number.isNaN(value) ? undefined : value
}
