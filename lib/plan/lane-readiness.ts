import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'

/**
 * Whether requests may be sent to a lane at an entry: it is active, has a version of something, and its own version of the
 * entry's application (if any, the live Deployment is given) has a ready pod and keeps one.
 */
export function canTakeRequests(input: {
  lane: Lane
  entryApplication: string
  deployment: KubeObject | undefined
  readiness: 'live' | 'assumed'
}): boolean {
  const { lane, entryApplication, deployment, readiness } = input
  if (lane.state !== 'active' || lane.versions.length === 0) return false
  const version = lane.versions.find(({ application }) => application === entryApplication)
  if (version === undefined) return true
  if (version.replicas === 0) return false
  if (readiness === 'assumed') return true
  const ready = at(deployment, 'status', 'readyReplicas')
  return typeof ready === 'number' && ready > 0 && deployment?.metadata.deletionTimestamp === undefined
}
