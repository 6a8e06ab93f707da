import type { Deployment, DeploymentStatus, ReplicaSet } from '@/lib/sandbox/shapes/workload'
import { getDeployment, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import { controllerManager, controllerStatus } from './controller'
import { desiredReplicasAnnotation, maxReplicasAnnotation, sizeAnnotations } from './deployment-annotations'
import type { EventRecorder } from './event-recorder'

/** What a sync of a Deployment works with. */
export type DeploymentContext = {
  store: Store
  recorder: EventRecorder
  /** Syncs the Deployment again after a time. */
  again(milliseconds: number): void
}

/** Writes a status, and annotations with it where they are given; the API server keeps both in a status write. */
export function writeStatus(
  { store }: DeploymentContext,
  deployment: Deployment,
  status: DeploymentStatus,
  annotations = deployment.metadata.annotations,
): void {
  const latest = getDeployment(store, deployment.metadata.namespace, deployment.metadata.name)
  if (latest === undefined || latest.metadata.uid !== deployment.metadata.uid) return
  const metadata = annotations === undefined ? latest.metadata : { ...latest.metadata, annotations }
  store.update(kinds.deployments, { ...latest, metadata, status }, controllerStatus)
}

/** Sets the size of a ReplicaSet and its size annotations; gives true and records the event when the size changed. */
export function scaleReplicaSet(
  { store, recorder }: DeploymentContext,
  deployment: Deployment,
  replicaSet: ReplicaSet,
  size: number,
): boolean {
  const before = wantedReplicas(replicaSet)
  const annotations = { ...replicaSet.metadata.annotations, ...sizeAnnotations(deployment) }
  const sameNotes = [desiredReplicasAnnotation, maxReplicasAnnotation].every(
    (key) => annotations[key] === replicaSet.metadata.annotations?.[key],
  )
  if (before === size && sameNotes) return false
  const metadata = { ...replicaSet.metadata, annotations }
  const spec = { ...replicaSet.spec, replicas: size }
  store.update(kinds.replicaSets, { ...replicaSet, metadata, spec }, controllerManager)
  if (before === size) return false
  recordScaling(recorder, deployment, replicaSet.metadata.name, before, size)
  return true
}

/** The event of a changed size. */
export function recordScaling(
  recorder: EventRecorder,
  deployment: Deployment,
  replicaSet: string,
  from: number,
  to: number,
): void {
  recorder.record({
    object: deployment,
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled ${from < to ? 'up' : 'down'} replica set ${replicaSet} from ${from} to ${to}`,
  })
}
