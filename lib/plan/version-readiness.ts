import type { Lane } from '@/lib/domain/lane'
import type { DesiredInput } from './desired'
import { objectIndex } from './find-object'
import { canTakeRequests } from './lane-readiness'
import { deploymentRef } from './version-input'
import { versionNameOf } from './version-service'

/** Tells whether requests may be sent to a lane at (or to) an application: see `canTakeRequests`. */
export function versionReadiness(
  input: Pick<DesiredInput, 'document' | 'live' | 'readiness'>,
): (lane: Lane, application: string) => boolean {
  const { document, live, readiness } = input
  const deployments = objectIndex(live.objects)
  return (lane, application) =>
    canTakeRequests({
      lane,
      entryApplication: application,
      deployment: deployments(deploymentRef(document, versionNameOf(document, lane, application))),
      readiness,
    })
}
