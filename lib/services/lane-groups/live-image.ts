import type { Application } from '@/lib/domain/application'
import type { KubeObject } from '@/lib/domain/kube-object'
import { laneContainer } from '@/lib/workloads/lane-container'
import { readWorkload, type WorkloadReading } from './lane-workload'

/** The image of the container that a version's image goes to, as it stands on the cluster. */
export function liveImage(
  reading: WorkloadReading | null,
  application: Application,
  image: string,
): string | null {
  if (reading === null || reading.containers.length === 0) return null
  return reading.containers[laneContainer(reading.containers, application, image).index]?.image ?? null
}

export function liveImageOf(
  deployment: KubeObject | undefined,
  application: Application,
  image: string,
): string | null {
  return liveImage(deployment ? readWorkload(deployment) : null, application, image)
}
