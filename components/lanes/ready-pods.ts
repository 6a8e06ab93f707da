import type { LaneStatus } from '@/lib/services/schemas/lane-groups'

/** Ready and wanted pods of a lane over its applications; null where the cluster has not said. */
export function readyPods(
  lane: Pick<LaneStatus, 'applications'>,
): { ready: number; replicas: number } | null {
  let ready = 0
  let replicas = 0
  for (const application of lane.applications) {
    if (application.ready === null || application.replicas === null) return null
    ready += application.ready
    replicas += application.replicas
  }
  return lane.applications.length === 0 ? null : { ready, replicas }
}

/** The end of an image reference that tells versions apart: `1.1.0` of `registry.example.com/a:1.1.0`. */
export function imageTag(image: string): string {
  const digest = /@sha256:([a-f0-9]{12})/.exec(image)?.[1]
  if (digest !== undefined) return digest
  const name = image.slice(image.lastIndexOf('/') + 1)
  const colon = name.indexOf(':')
  return colon === -1 ? 'latest' : name.slice(colon + 1)
}
