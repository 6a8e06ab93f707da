import { at, isJsonObject } from '@/lib/domain/json'
import { pointerKeys, pointerOf, withValueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import { say } from '@/lib/words/sentence'
import { trackedBy } from '@/lib/workloads/tracking'
import { scalerOf } from './autoscaled'
import { editPatch } from './edit-patch'
import { objectIndex } from './find-object'
import { readable } from './merge-live'
import type { UnorderedChange } from './order'
import { sameValue } from './same-value'
import type { BaseMove, Conflict, Desired, LiveState } from './types'
import { valueDiffs } from './value-diffs'

type Planned = { changes: UnorderedChange[]; notices: Notice[]; conflicts: Conflict[]; errors: Problem[] }

/**
 * Users' routes that lead to another Service from now on: one patch takes our edits away, changes the Service and writes the
 * edits that are wanted on it, so that no request sees half of it. Refused while the other Service has no ready pods.
 */
export function planMoves(desired: Desired, live: LiveState): Planned {
  const planned: Planned = { changes: [], notices: [], conflicts: [], errors: [] }
  const find = objectIndex(live.objects)
  for (const move of desired.moves ?? []) {
    const found = find(move.ref)
    if (found === undefined) continue
    const unready = unreadyOf(move, desired, live)
    if (unready !== null) planned.errors.push(unready)
    const tool = desired.allowManaged || desired.baselines?.direction === 'back' ? null : trackedBy(found)
    if (tool !== null) planned.conflicts.push(managed(found, tool))
    planned.notices.push(...scalerNotices(move, desired, live))
    planned.changes.push(changeOf(found, move, desired, live))
  }
  return planned
}

function changeOf(found: KubeObject, move: BaseMove, desired: Desired, live: LiveState): UnorderedChange {
  const key = refKey(move.ref)
  const { uid, application, from, to } = move
  const sets = desired.edits.filter(({ ref }) => refKey(ref) === key)
  const after = sets.reduce((changed, edit) => withValueAt(changed, edit.path, edit.after), move.object)
  const values = differences([], found, after)
  const gone = live.edits.filter((edit) => edit.uid === uid && !sets.some(({ path }) => path === edit.path))
  return {
    action: 'update',
    stage: 'route',
    phase: 'route',
    object: move.ref,
    uid,
    owner: 'user',
    lane: null,
    application,
    wait: 'none',
    diff: values.flatMap(({ path, before, value }) => valueDiffs(pointerKeys(path).join('.'), before, value)),
    before: readable(found),
    after: readable(after),
    patch: editPatch(found, values),
    edits: sets.map(({ ref, path, before, after: wanted }) => ({ ref, uid, path, before, after: wanted })),
    restores: gone,
    fields: [{ ref: move.ref, uid, path: '/spec', application, container: '', before: from, after: to }],
  }
}

type Difference = { path: string; before: unknown; value: unknown }

/** The fields that differ; lists of one length item by item, others whole. */
function differences(keys: readonly string[], before: unknown, value: unknown): Difference[] {
  if (sameValue(before, value)) return []
  const inner = (names: readonly string[]) =>
    names.flatMap((name) =>
      differences([...keys, name], Reflect.get(Object(before), name), Reflect.get(Object(value), name)),
    )
  if (isJsonObject(before) && isJsonObject(value))
    return inner([...new Set([...Object.keys(before), ...Object.keys(value)])])
  if (Array.isArray(before) && Array.isArray(value) && before.length === value.length)
    return inner([...before.keys()].map(String))
  return [{ path: pointerOf(keys), before, value }]
}

function unreadyOf({ application }: BaseMove, desired: Desired, live: LiveState): Problem | null {
  const wanted = desired.baselines?.switched?.find((one) => one.application === application)
  if (wanted === undefined) return null
  const { deployment } = wanted
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: desired.namespace, name: deployment }
  const ready = Number(at(objectIndex(live.objects)(ref), 'status', 'readyReplicas') ?? 0)
  if (ready > 0) return null
  const message = say('planning.switchUnready', { deployment })
  return { code: 'BaselineNotRolling', message, path: 'spec.applications', params: { deployment } }
}

/** An autoscaler goes by its Deployment's name: it stays with the workload that was the baseline. */
function scalerNotices({ application }: BaseMove, desired: Desired, live: LiveState): Notice[] {
  const next = desired.baselines?.switched?.find((one) => one.application === application)
  const find = (name: string) =>
    objectIndex(live.objects)({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: desired.namespace,
      name,
    })
  const former = next?.former === undefined ? undefined : find(next.former)
  const coming = next && find(next.deployment)
  const scaler = former && scalerOf(former, live)
  if (!next || !former || !scaler || (coming && scalerOf(coming, live))) return []
  const { former: left = '', deployment } = next
  const params = { scaler: scaler.metadata.name, former: left, deployment }
  const message = say('planning.switchLosesScaler', params)
  return [{ code: 'Autoscaled', severity: 'warning', message, object: refOf(scaler), params }]
}

function managed(found: KubeObject, tool: string): Conflict {
  const message = say('planning.managed', { kind: found.kind, name: found.metadata.name, tool })
  return { object: { ...refOfFound(found) }, code: 'Managed', message, manager: tool, field: null }
}

function refOfFound({ apiVersion, kind, metadata }: KubeObject) {
  const { namespace, name } = metadata
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name }
}
