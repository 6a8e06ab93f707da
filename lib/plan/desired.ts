import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Problem } from '@/lib/domain/problem'
import { asServed } from '@/lib/providers/served-versions'
import { say } from '@/lib/words/sentence'
import { desiredRoutes } from './desired-routes'
import { desiredWorkloads } from './desired-workloads'
import { keepNames } from './keep-names'
import { moveBases } from './move-bases'
import { withOwnership } from './ownership'
import type { Desired, DesiredItem, LiveState, WantedBaselines } from './types'

/** What `buildDesired` works from. */
export type DesiredInput = {
  document: LaneGroupDocument
  live: LiveState
  /** The id of this installation, which marks its objects. */
  installation: string
  revision: number
  /**
   * `live`: a lane without ready pods has no routes yet, as a push must have it. `assumed`: as it will be once all pods are
   * ready, as a preview shows it.
   */
  readiness: 'live' | 'assumed'
  /** `routes`: without workloads and their Services, and without what is wrong with them. Absent: everything. */
  only?: 'routes'
  /** Routes of kinds that the plan itself does not touch: others may stand on the same host and path by them. */
  beside?: readonly KubeObject[]
  /** What baselines themselves are given, by operations that may. */
  baselines?: WantedBaselines
  /** Kinds of routes that may not be read in other namespaces: others' claims there stay unknown. */
  unread?: readonly string[]
}

const nothing: ReturnType<typeof desiredWorkloads> = { items: [], notices: [], errors: [] }

/**
 * What a document wants on its cluster, with ownership labels: workloads and Services of its lanes, and routes to lanes
 * that can take requests. What cannot be rendered stands in `errors`; nothing is thrown.
 */
export function buildDesired(input: DesiredInput): Desired {
  const { document, installation, revision } = input
  const group = document.metadata.name
  const { live, moves } = moveBases(input)
  const seen = { ...input, live }
  const workloads = seen.only === 'routes' ? nothing : desiredWorkloads(seen)
  const routes = desiredRoutes(seen)
  const wanted = [...workloads.items, ...routes.items].map((item) => ({
    ...item,
    object: asServed(item.object, input.live.served),
  }))
  const items = keepNames(wanted, input.live).map((item) => ({
    ...item,
    object: withOwnership(item.object, { installation, group, lane: item.lane }),
  }))
  return {
    group,
    installation,
    revision,
    namespace: document.spec.namespace,
    allowManaged: document.spec.allowManaged ?? false,
    lanes: document.spec.lanes.flatMap(({ tag, state }) => (state === 'cleaned' ? [] : [tag])),
    items,
    ...(input.baselines && { baselines: input.baselines, moves }),
    edits: routes.edits,
    deliveries: routes.deliveries,
    notices: [...workloads.notices, ...routes.notices],
    errors: [...workloads.errors, ...routes.errors, ...sameNames(items)],
  }
}

function sameNames(items: readonly DesiredItem[]): Problem[] {
  const seen = new Map<string, KubeObject>()
  return items.flatMap(({ object }) => {
    const ref = refOf(object)
    const isTaken = seen.has(refKey(ref))
    seen.set(refKey(ref), object)
    if (!isTaken) return []
    const message = say('planning.sameName', { kind: ref.kind, name: ref.name })
    return [{ code: 'SameName', message, path: 'spec', params: { kind: ref.kind, name: ref.name } }]
  })
}
