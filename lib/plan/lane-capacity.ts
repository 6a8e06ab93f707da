import type { Application } from '@/lib/domain/application'
import { type Capacity, type CapacityAt, defaultCapacityRatio, type Limited } from '@/lib/domain/capacity'
import type { Entry } from '@/lib/domain/entry'
import { applicationsBehind, followsLane } from '@/lib/domain/hops'
import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Lane } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import { findProvider } from '@/lib/providers/index'
import { innerRouted } from '@/lib/providers/inner-routing'
import { say } from '@/lib/words/sentence'
import { objectIndex } from './find-object'
import { deploymentRef } from './version-input'
import { versionNameOf } from './version-service'

type Input = {
  document: LaneGroupDocument
  /** The Deployments of the group's namespace at least. */
  objects: readonly KubeObject[]
  /** `assumed`: as if all pods were ready. */
  readiness: 'live' | 'assumed'
}

/**
 * What each lane's pods can carry: of every application that requests of the lane reach in its own version, ready pods times
 * the group's ratio by the pods that the baseline wants. An application without ready pods limits nothing (the baseline
 * answers in its place), nor one whose baseline has none to take the rest.
 */
export function laneCapacity(input: Input): CapacityAt {
  const { document } = input
  const ratio = document.spec.capacityRatio ?? defaultCapacityRatio
  return (entry, tag) => {
    const lane = document.spec.lanes.find((candidate) => candidate.tag === tag)
    if (lane?.state !== 'active' || findProvider(entry.provider)?.features.has('replicas')) return null
    let least: Capacity | null = null
    for (const application of reached(document, entry, lane)) {
      const counts = podsOf(input, lane, application)
      if (counts === 'no baseline') return null
      if (counts === null) continue
      const share = (counts.ready * ratio) / counts.pods
      if (share < (least?.share ?? 1))
        least = { lane: tag, application: application.name, share, ...counts, ratio }
    }
    return least
  }
}

/** The applications that requests of a lane reach in its own version. */
function reached(document: LaneGroupDocument, entry: Entry, lane: Lane): Application[] {
  return applicationsBehind(document, entry).filter(
    (application) =>
      followsLane(lane, application.name, entry.application) &&
      (application.name === entry.application || innerRouted(document, entry, application, lane)),
  )
}

function podsOf(
  { document, objects, readiness }: Input,
  lane: Lane,
  application: Application,
): { ready: number; pods: number } | 'no baseline' | null {
  const find = objectIndex(objects)
  const stable = find(deploymentRef(document, application.deployment))
  if (!stable) return null
  const pods = Number(at(stable, 'spec', 'replicas') ?? 1)
  const standing = readiness === 'live' ? readyOf(stable) : pods
  if (pods === 0 || standing === 0) return 'no baseline'
  const live = find(deploymentRef(document, versionNameOf(document, lane, application.name)))
  const asked = lane.versions.find((version) => version.application === application.name)?.replicas
  const ready = readiness === 'live' ? readyOf(live) : (asked ?? Number(at(live, 'spec', 'replicas') ?? 1))
  return ready === 0 ? null : { ready, pods }
}

function readyOf(deployment: KubeObject | undefined): number {
  return Number(at(deployment, 'status', 'readyReplicas') ?? 0)
}

const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`

/** Why a lane gets less than its rule says, with the numbers. */
export function capacityNotice(limited: Limited): Notice {
  const { given, ...about } = wordsOf(limited)
  return { ...noticeOf(limited), message: say('planning.capacity', { ...about, given }) }
}

/** That a lane gets more than its pods can carry, because its gateway cannot give it less. */
export function overloadNotice(limited: Limited): Notice {
  const { given: _given, ...about } = wordsOf(limited)
  return { ...noticeOf(limited), message: say('planning.capacityKept', about) }
}

function wordsOf({ lane, entry, application, ready, pods, ratio, wanted, given }: Limited) {
  return { lane, entry, application, ready, pods, ratio, wanted: percent(wanted), given: percent(given) }
}

function noticeOf(limited: Limited): Omit<Notice, 'message'> {
  const { lane, entry, rule, application, ready, pods, ratio, wanted, given } = limited
  const numbers = { ready, pods, ratio, wanted, given }
  const texts = Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, String(value)]))
  return { code: 'Capacity', severity: 'warning', params: { lane, entry, rule, application, ...texts } }
}
