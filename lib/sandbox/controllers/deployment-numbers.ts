import { type Deployment, type ReplicaSet, wantedReplicas } from '@/lib/sandbox/shapes/workload'

/** How many pods may exist above and be missing below the wanted number during a rolling update. */
export type Bounds = { surge: number; unavailable: number }

/**
 * maxSurge (percents round up) and maxUnavailable (percents round down) as numbers; both 0 gives 1 unavailable.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export function updateBounds(deployment: Deployment): Bounds {
  if (!isRollingUpdate(deployment)) return { surge: 0, unavailable: 0 }
  const replicas = wantedReplicas(deployment)
  const { maxSurge = '25%', maxUnavailable = '25%' } = deployment.spec.strategy?.rollingUpdate ?? {}
  const surge = scaled(maxSurge, replicas, Math.ceil)
  const unavailable = scaled(maxUnavailable, replicas, Math.floor)
  const atLeastOne = surge === 0 && unavailable === 0 ? 1 : unavailable
  return { surge, unavailable: Math.min(replicas, atLeastOne) }
}

/** Whether the strategy is RollingUpdate, which is the default. */
export function isRollingUpdate(deployment: Deployment): boolean {
  return (deployment.spec.strategy?.type ?? 'RollingUpdate') === 'RollingUpdate'
}

function scaled(value: number | string, total: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value
  return round((Number.parseInt(value, 10) * total) / 100)
}

/** Sum of the wanted sizes. */
export function totalWanted(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, replicaSet) => sum + wantedReplicas(replicaSet), 0)
}

/** Sum of the available pods. */
export function totalAvailable(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, replicaSet) => sum + (replicaSet.status?.availableReplicas ?? 0), 0)
}

/** Sum of the available pods that stay: a ReplicaSet whose size was just changed is not counted before it has seen that. */
export function totalAvailableToStay(replicaSets: readonly ReplicaSet[]): number {
  const counted = replicaSets.filter(
    ({ metadata, status }) => (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0),
  )
  return counted.reduce(
    (sum, { spec, status }) => sum + Math.min(wantedReplicas({ spec }), status?.availableReplicas ?? 0),
    0,
  )
}

/** The size that the new ReplicaSet may have now: as much as the surge leaves. */
export function newReplicaSetSize(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSize: number,
): number {
  const wanted = wantedReplicas(deployment)
  if (!isRollingUpdate(deployment)) return wanted
  const room = wanted + updateBounds(deployment).surge - totalWanted(all)
  return room <= 0 ? newSize : newSize + Math.min(room, wanted - newSize)
}

/** ReplicaSets that want at least one pod. */
export function activeOnly(replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  return replicaSets.filter((replicaSet) => wantedReplicas(replicaSet) > 0)
}

/** Older first; those of one second by name, as a stable second key. */
export function byAge(left: ReplicaSet, right: ReplicaSet): number {
  const difference =
    Date.parse(left.metadata.creationTimestamp) - Date.parse(right.metadata.creationTimestamp)
  return difference !== 0 ? difference : left.metadata.name.localeCompare(right.metadata.name)
}
