import type { LaneGroupRecord } from '@/lib/db/lane-groups'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'
import { configuredShares } from '@/lib/domain/shares'
import { versionName } from '@/lib/domain/version-name'
import type { LaneStatus } from '@/lib/services/schemas/lane-groups'
import type { Language } from '@/lib/words/translate'
import { carriedBy, limitViews } from './carried-document'
import { readWorkload } from './lane-workload'
import { liveImage } from './live-image'

type Workload = LaneStatus['applications'][number]

/** What is known of the cluster: its Deployments by name (null = it does not answer) and the group's last operation. */
export type Known = {
  deployments: ReadonlyMap<string, KubeObject> | null
  operation: { state: string; lane?: string | null } | null
  livingLanes: ReadonlySet<string>
}

/** Each lane of the document beside what stands on the cluster. What is not known is null, never zero. */
export function laneStatuses(group: LaneGroupRecord, known: Known, language: Language): LaneStatus[] {
  const carried = carriedBy(group.document, [...(known.deployments?.values() ?? [])])
  const shares = new Map(configuredShares(carried.document).map(({ lane, share }) => [lane, share]))
  return group.document.spec.lanes.map((lane) => {
    const applications = workloadsOf(group, lane, known)
    const limits = limitViews(
      carried.limited.filter((limited) => limited.lane === lane.tag),
      language,
    )
    return {
      tag: lane.tag,
      title: lane.title ?? null,
      state: stateOf(lane, applications, known),
      colour: group.colours[lane.tag] ?? 0,
      share: shares.get(lane.tag) ?? 0,
      ...(limits && { limits }),
      applications,
    }
  })
}

function workloadsOf(group: LaneGroupRecord, lane: Lane, { deployments }: Known): Workload[] {
  const { convention, applications } = group.document.spec
  return lane.versions.flatMap((version) => {
    const application = applications.find(({ name }) => name === version.application)
    if (!application) return []
    const workload = versionName({ convention, application, tag: lane.tag, version })
    const object = deployments?.get(workload)
    const reading = object ? readWorkload(object) : null
    return [
      {
        application: application.name,
        workload,
        image: version.image,
        liveImage: liveImage(reading, application, version.image),
        ready: reading?.ready ?? null,
        replicas: reading?.replicas ?? null,
        problem: reading?.problem ?? null,
      },
    ]
  })
}

function stateOf(lane: Lane, applications: readonly Workload[], known: Known): LaneStatus['state'] {
  const isRunning = ['queued', 'running', 'waiting'].includes(known.operation?.state ?? '')
  if (isRunning && !isReady(applications)) return 'deploying'
  if (lane.state === 'cleaned') return isCleaned(lane, known) ? 'cleaned' : 'failed'
  if (!known.livingLanes.has(lane.tag)) return known.operation?.state === 'failed' ? 'failed' : 'draft'
  if (lane.state === 'parked') return 'parked'
  if (known.deployments === null) return 'unknown'
  return isReady(applications) ? 'live' : 'failed'
}

/** What a clean that failed has left is no lane that is gone. */
function isCleaned({ tag }: Lane, { livingLanes, operation }: Known): boolean {
  return !livingLanes.has(tag) || operation?.state !== 'failed'
}

function isReady(applications: readonly Workload[]): boolean {
  return applications.every(
    ({ ready, replicas }) => ready !== null && replicas !== null && ready >= Math.max(1, replicas),
  )
}
