import type { GuardedGroup } from '@/lib/db/guarded-groups'
import { baseline } from '@/lib/domain/baseline'
import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { versionName } from '@/lib/domain/version-name'

/** A group under watch: what it was when it was last looked at. */
export type WatchedGroup = {
  row: GuardedGroup
  document: LaneGroupDocument
  /** The Deployments that decide over its routes. */
  deployments: ReadonlySet<string>
  /** Their pods, when the routes were last compared; null = look again. */
  pods: string | null
  /** Its routes are known to have been as this program writes them, so that only pods can be why they differ now. */
  isSettled: boolean
  isUnderWay: boolean
  /** Not before this moment of the monotonic clock. */
  notBefore: number
  failures: number
  /** The pods that an operation was started for last, and how long it is not started for them again. */
  startedFor: string | null
  blockedUntil: number
  /** When lanes lost their pods, by the monotonic clock, newest last. */
  losses: number[]
}

export function watchedGroup(
  row: GuardedGroup,
  document: LaneGroupDocument,
  isSettled: boolean,
): WatchedGroup {
  return {
    row,
    document,
    deployments: deploymentsOf(document),
    pods: null,
    isSettled,
    isUnderWay: false,
    notBefore: 0,
    failures: 0,
    startedFor: null,
    blockedUntil: 0,
    losses: [],
  }
}

function deploymentsOf({ spec }: LaneGroupDocument): Set<string> {
  const { applications, convention, lanes } = spec
  const names = new Set(applications.map(({ deployment }) => deployment))
  for (const { tag, state, versions } of lanes) {
    if (state !== 'active') continue
    for (const version of versions) {
      const application = applications.find(({ name }) => name === version.application)
      if (application) names.add(versionName({ convention, application, tag, version }))
    }
  }
  return names
}

/** What of a group's pods decides over its routes, as text. */
export function podsOf({ deployments }: WatchedGroup, live: readonly KubeObject[]): string {
  return live
    .filter(({ metadata }) => deployments.has(metadata.name))
    .map(({ metadata, spec, status }) =>
      [
        metadata.name,
        metadata.uid,
        metadata.deletionTimestamp !== undefined,
        at(spec, 'replicas'),
        at(status, 'readyReplicas') ?? 0,
      ].join(' '),
    )
    .sort()
    .join('\n')
}

/**
 * Whether every Deployment of the group stands with all its pods ready, and no share hangs on how many they are: then no
 * route has to say less than it could.
 */
export function isWhole({ deployments, document }: WatchedGroup, live: readonly KubeObject[]): boolean {
  const hasShares = document.spec.rules.some(
    ({ match, targets }) => match === undefined && targets.some(({ lane }) => lane !== baseline),
  )
  if (hasShares) return false
  const found = live.filter(({ metadata }) => deployments.has(metadata.name))
  return (
    found.length === deployments.size &&
    found.every(({ metadata, spec, status }) => {
      const ready = Number(at(status, 'readyReplicas') ?? 0)
      const wanted = Number(at(spec, 'replicas') ?? 1)
      return metadata.deletionTimestamp === undefined && ready > 0 && ready >= wanted
    })
  )
}

const countedMs = 600_000
const longestMs = 60_000

/**
 * How long a lane's pods must have been ready before the lane takes requests again, in milliseconds: nothing after the
 * first loss within ten minutes, then 2 s, 4 s ... 60 s, so that a version that comes and goes is not believed each time.
 */
export function probationMs(losses: readonly number[], now: number): number {
  const recent = losses.filter((at) => now - at < countedMs).length
  return recent < 2 ? 0 : Math.min(longestMs, 1_000 * 2 ** (recent - 1))
}
