import { at, isJsonObject } from '@/lib/domain/json'
import { valueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { fieldManager } from '@/lib/domain/labels'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { buildDesired, type DesiredInput } from './desired'
import { objectIndex } from './find-object'
import { plan } from './plan'
import { sameValue } from './same-value'
import type { Change, Desired, LiveState, Phase, Plan } from './types'
import { versionReadiness } from './version-readiness'

/** What a guard works from. `mayGrow`: lanes that have pods again may come back into the routes. */
export type GuardInput = Omit<DesiredInput, 'readiness' | 'only'> & { mayGrow: boolean }

/**
 * `plan` has changes of routes only. `reduces`: some of them makes a route say less than it would if all pods were ready;
 * `grows`: some brings one back. `isExact`: every route says what it should, so that later only pods can be why one does not.
 */
export type GuardPlan = { desired: Desired; plan: Plan; reduces: boolean; grows: boolean; isExact: boolean }

const guarded: ReadonlySet<Phase> = new Set(['subset', 'inner', 'route'])

/**
 * What routes have to become because pods come and go, and nothing else: no workload and no Service changes. A route that
 * leads to a version without ready pods changes whoever wrote it last; one that has all its lanes again only when `mayGrow`,
 * and only where nobody else has changed or deleted it.
 */
export function guardPlan({ mayGrow, ...input }: GuardInput): GuardPlan {
  const { live } = input
  const desired = buildDesired({ ...input, only: 'routes', readiness: 'live' })
  const full = buildDesired({ ...input, only: 'routes', readiness: 'assumed' })
  const whole = formsOf(full)
  const now = formsOf(desired)
  const isReduced = (key: string) => !sameValue(now.get(key), whole.get(key))
  const made = plan(desired, live)
  const changes = made.changes
    .filter(({ phase }) => guarded.has(phase))
    .filter(
      (change) =>
        change.action === 'unchanged' ||
        isReduced(refKey(change.object)) ||
        (mayGrow && change.action !== 'delete' && isUntouched(change, desired, live)),
    )
    .map(({ hold: _hold, ...change }): Change => change)
  const moving = changes.filter(({ action }) => action !== 'unchanged')
  return {
    desired,
    plan: {
      ...made,
      changes,
      notices: [...emptyLanes(input), ...overwritten(moving, full, live)],
      conflicts: made.conflicts.filter(({ object }) => mayGrow || isReduced(refKey(object))),
    },
    reduces: moving.some(({ object }) => isReduced(refKey(object))),
    grows: moving.some(({ object }) => !isReduced(refKey(object))),
    isExact: made.changes.every(({ phase, action }) => !guarded.has(phase) || action === 'unchanged'),
  }
}

/** What each object is to say: an object of ours, or fields of a user's. */
function formsOf({ items, edits }: Desired): Map<string, unknown> {
  const forms = new Map<string, unknown>()
  for (const { object } of items) forms.set(refKey(refOf(object)), object)
  for (const { ref, path, after } of edits) {
    const known = forms.get(refKey(ref))
    forms.set(refKey(ref), { ...(isJsonObject(known) && known), [path]: after ?? null })
  }
  return forms
}

/** Whether nobody but us changed what we set on the object, nor deleted it. */
function isUntouched({ action, object: ref, owner }: Change, desired: Desired, live: LiveState): boolean {
  const key = refKey(ref)
  if (action === 'create') return !live.owned.some((owned) => refKey(owned.ref) === key)
  const object = objectIndex(live.objects)(ref)
  if (object === undefined) return false
  if (owner === 'user')
    return live.edits
      .filter((edit) => refKey(edit.ref) === key)
      .every((edit) => sameValue(valueAt(object, edit.path), edit.after))
  const wanted = desired.items.find((item) => refKey(refOf(item.object)) === key)?.object
  return wanted !== undefined && !isWrittenByOthers(object, wanted)
}

/** @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
function isWrittenByOthers({ metadata }: KubeObject, wanted: KubeObject): boolean {
  const keys = Object.keys(wanted.metadata.annotations ?? {})
  return (metadata.managedFields ?? []).some(({ manager, subresource, fieldsV1 }) => {
    if (manager === fieldManager || subresource !== undefined) return false
    const annotations = at(fieldsV1, 'f:metadata', 'f:annotations')
    return (
      at(fieldsV1, 'f:spec') !== undefined || keys.some((key) => at(annotations, `f:${key}`) !== undefined)
    )
  })
}

/** The lanes' versions that would take requests if they had a ready pod. */
export function versionsWithoutPods(
  input: Pick<DesiredInput, 'document' | 'live'>,
): { lane: string; application: string }[] {
  const isReady = versionReadiness({ ...input, readiness: 'live' })
  const isWanted = versionReadiness({ ...input, readiness: 'assumed' })
  return input.document.spec.lanes.flatMap((lane) =>
    lane.versions.flatMap(({ application }) =>
      isWanted(lane, application) && !isReady(lane, application) ? [{ lane: lane.tag, application }] : [],
    ),
  )
}

/** Routes that have to change although somebody had changed them: what they set of our fields goes with it, so it is said. */
function overwritten(moving: readonly Change[], full: Desired, live: LiveState): Notice[] {
  return moving
    .filter((change) => change.action !== 'create' && !isUntouched(change, full, live))
    .map(({ object }) => ({
      code: 'RouteOverwritten',
      severity: 'warning',
      message: say('planning.guardOverwrites', { kind: object.kind, name: object.name }),
      object,
    }))
}

function emptyLanes(input: Pick<DesiredInput, 'document' | 'live'>): Notice[] {
  return versionsWithoutPods(input).map((about) => ({
    code: 'LaneWithoutPods',
    severity: 'warning',
    message: say('planning.laneWithoutPods', about),
    params: about,
  }))
}
