import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import { driftedEdits } from './drifted-edits'
import { driftedFields } from './drifted-fields'
import { driftedImages, type WatchedImage } from './drifted-images'
import { groupBy } from './group-by'
import type { StoredEdit } from './types'

/**
 * What happened to an object or field: `changed` = the field is otherwise, `deleted` = the object is gone, `replaced` =
 * another of that name stands there, `terminating` = it is on its way out, `lost` = its whole namespace is.
 */
export const driftKinds = ['changed', 'deleted', 'replaced', 'terminating', 'lost'] as const
/** One of `driftKinds`. */
export type DriftKind = (typeof driftKinds)[number]

/**
 * One difference. `path` is in words such as `spec.template.spec.containers[web].image`, null where it is the whole object;
 * undefined values are absent. `manager` and `at` (ISO 8601) say who wrote the field and when, as far as the API server
 * knows; `isSure` is false where only the last writer of the object is known.
 */
export type DriftFinding = {
  kind: DriftKind
  object: ObjectRef
  uid: string | null
  owner: 'ours' | 'user'
  /** A tag, or `baseline`. */
  lane: string
  path: string | null
  wanted: unknown
  live: unknown
  manager: string | null
  at: string | null
  isSure: boolean
}

/** An object of ours; `wanted` are our fields as the last push left them, null when that is not known. */
export type WatchedObject = { ref: ObjectRef; uid: string; lane: string; wanted: KubeObject | null }

/** What is compared: `gone` are namespaces that do not exist any more or are on their way out; `images` are promoted ones. */
export type DriftInput = {
  owned: readonly WatchedObject[]
  edits: readonly StoredEdit[]
  images?: readonly WatchedImage[]
  objects: readonly KubeObject[]
  gone?: ReadonlySet<string>
}

/**
 * Where a cluster is no longer as the last push left it, by the fields that we set. Others' fields, the status and what
 * an autoscaler wrote are none of it. `objects` must not hold more of a Secret than `wanted` does.
 */
export function findDrift({
  owned,
  edits,
  images = [],
  objects,
  gone = new Set(),
}: DriftInput): DriftFinding[] {
  const byKey = new Map(objects.map((object) => [refKey(refOf(object)), object]))
  const isThere = ({ ref }: { ref: ObjectRef }) => !gone.has(ref.namespace ?? '')
  const lost = [
    ...new Set(
      [...owned, ...edits, ...images].filter((one) => !isThere(one)).map(({ ref }) => ref.namespace),
    ),
  ]
  const ours = owned.filter(isThere).flatMap((one) => driftOfObject(one, byKey.get(refKey(one.ref))))
  const theirs = [...groupBy(edits.filter(isThere), ({ ref }) => refKey(ref))].flatMap(([key, of]) =>
    driftOfEdits(of, byKey.get(key)),
  )
  const promoted = [...groupBy(images.filter(isThere), ({ ref }) => refKey(ref))].flatMap(([key, of]) =>
    driftOfImages(of, byKey.get(key)),
  )
  return [...lost.map((name) => lostNamespace(name ?? '')), ...ours, ...theirs, ...promoted]
}

/** A baseline that its owner has made anew is still the baseline. */
function driftOfImages(images: readonly WatchedImage[], live: KubeObject | undefined): DriftFinding[] {
  const [first] = images
  if (first === undefined) return []
  const about = { object: first.ref, owner: 'user', lane: 'baseline' } as const
  const uid = live?.metadata.uid ?? null
  const whole = wholeObject(about, uid ?? '', live)
  if (whole !== null) return [whole]
  if (live === undefined) return []
  return driftedImages(live, images).map((field) => ({ kind: 'changed', uid, ...about, ...field }))
}

function driftOfObject(one: WatchedObject, live: KubeObject | undefined): DriftFinding[] {
  const about = { object: one.ref, owner: 'ours', lane: one.lane } as const
  const whole = wholeObject(about, one.uid, live)
  if (whole !== null) return [whole]
  if (live === undefined || one.wanted === null) return []
  return driftedFields(live, one.wanted).map((field) => ({
    kind: 'changed',
    uid: one.uid,
    ...about,
    ...field,
  }))
}

function driftOfEdits(edits: readonly StoredEdit[], live: KubeObject | undefined): DriftFinding[] {
  const [first] = edits
  if (first === undefined) return []
  const about = { object: first.ref, owner: 'user', lane: 'baseline' } as const
  const whole = wholeObject(about, first.uid, live)
  if (whole !== null) return [whole]
  if (live === undefined) return []
  return driftedEdits(live, edits).map((field) => ({ kind: 'changed', uid: first.uid, ...about, ...field }))
}

/** What befell an object as a whole; null when it stands. */
function wholeObject(
  about: Pick<DriftFinding, 'object' | 'owner' | 'lane'>,
  uid: string,
  live: KubeObject | undefined,
): DriftFinding | null {
  const found = {
    ...about,
    path: null,
    wanted: undefined,
    live: undefined,
    manager: null,
    at: null,
    isSure: true,
  }
  if (live === undefined) return { ...found, kind: 'deleted', uid: null }
  const { uid: now = null, creationTimestamp, deletionTimestamp } = live.metadata
  if (now !== uid) {
    const [maker] = live.metadata.managedFields ?? []
    const manager = typeof maker?.manager === 'string' ? maker.manager : null
    return {
      ...found,
      kind: 'replaced',
      uid: now,
      wanted: uid,
      live: now,
      manager,
      at: creationTimestamp ?? null,
    }
  }
  if (deletionTimestamp === undefined) return null
  const finalizers = live.metadata.finalizers ?? []
  return { ...found, kind: 'terminating', uid: now, live: finalizers, at: deletionTimestamp }
}

function lostNamespace(name: string): DriftFinding {
  return {
    kind: 'lost',
    object: { apiVersion: 'v1', kind: 'Namespace', name },
    uid: null,
    owner: 'user',
    lane: 'baseline',
    path: null,
    wanted: undefined,
    live: undefined,
    manager: null,
    at: null,
    isSure: true,
  }
}
