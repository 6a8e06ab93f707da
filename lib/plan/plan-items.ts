import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { say } from '@/lib/words/sentence'
import { trackedBy } from '@/lib/workloads/tracking'
import { fieldDiffs } from './field-diffs'
import { objectIndex } from './find-object'
import { withLiveSubsets } from './live-subsets'
import { mergeLive, readable } from './merge-live'
import type { UnorderedChange } from './order'
import { managersOf } from './owned-fields'
import { ownershipTest } from './ownership'
import type { Conflict, Desired, DesiredItem, LiveState } from './types'

/** What the desired objects of ours need: created, updated, or nothing. An object of that name that is another's is a conflict. */
export function planItems(
  desired: Desired,
  live: LiveState,
): { changes: UnorderedChange[]; conflicts: Conflict[] } {
  const find = objectIndex(live.objects)
  const isOurs = ownershipTest(live, desired)
  const changes: UnorderedChange[] = []
  const conflicts: Conflict[] = []
  for (const item of desired.items) {
    const found = find(refOf(item.object))
    if (found === undefined) changes.push(creation(item))
    else if (!isOurs(found)) conflicts.push(othersObject(found))
    else {
      const updates = update(item, found)
      const immutable = updates.flatMap(({ diff }) => diff).find(({ path }) => isImmutable(found, path))
      const tool = desired.allowManaged ? null : trackedBy(found)
      const changed = updates.find(({ action }) => action !== 'unchanged')
      if (immutable) conflicts.push(immutableField(found, immutable.path))
      else if (tool !== null && changed) conflicts.push(managed(found, tool, changed))
      else changes.push(...updates)
    }
  }
  return { changes, conflicts }
}

function creation(item: DesiredItem): UnorderedChange {
  const { object, phase, lane, application, wait, hold } = item
  return {
    action: 'create',
    ...(hold && { hold }),
    stage: phase === 'route' && !hold ? 'route' : 'make',
    phase,
    object: refOf(object),
    uid: null,
    owner: 'ours',
    lane,
    application,
    wait,
    diff: [],
    before: null,
    after: object,
    apply: object,
  }
}

/** Subsets that go stay until no route names them: such an update is one that adds and one that takes away. */
function update(item: DesiredItem, found: KubeObject): UnorderedChange[] {
  const kept = item.phase === 'subset' ? withLiveSubsets(item.object, found) : null
  if (kept === null) return [updateTo(item, found, item.object, item.closing)]
  const grown = updateTo(item, found, kept, false)
  const shrunk = updateTo(item, found, item.object, true)
  return grown.action === 'unchanged' ? [shrunk] : [grown, shrunk]
}

function updateTo(
  item: DesiredItem,
  found: KubeObject,
  object: KubeObject,
  closing: boolean,
): UnorderedChange {
  const { phase, lane, application, wait } = item
  const diff = fieldDiffs(found, object)
  const isSame = diff.length === 0
  const closes = closing && phase !== 'service' && !isSame
  return {
    action: isSame ? 'unchanged' : 'update',
    stage: phase === 'route' ? 'route' : closes ? 'close' : 'make',
    phase,
    object: refOf(object),
    uid: found.metadata.uid ?? null,
    owner: 'ours',
    lane,
    application,
    wait,
    diff,
    before: readable(found),
    after: readable(isSame ? found : mergeLive(found, object)),
    ...(!isSame && { apply: object }),
  }
}

/** A Deployment's selector never changes.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates */
function isImmutable({ kind }: KubeObject, path: string): boolean {
  return kind === 'Deployment' && path.startsWith('spec.selector')
}

function immutableField(object: KubeObject, field: string): Conflict {
  const { kind, metadata } = object
  const message = say('planning.immutable', { kind, name: metadata.name, field })
  return { object: refOf(object), code: 'Immutable', message, manager: null, field }
}

/** Of ours, but a tool has taken it over: it would undo what we write. */
function managed(object: KubeObject, tool: string, { diff }: UnorderedChange): Conflict {
  const { kind, metadata } = object
  const field = diff[0]?.path ?? null
  const named = { kind, name: metadata.name, tool }
  const message =
    field === null ? say('planning.managed', named) : say('planning.managedField', { ...named, field })
  return { object: refOf(object), code: 'Managed', message, manager: tool, field }
}

function othersObject(object: KubeObject): Conflict {
  const { kind, metadata } = object
  const manager = managersOf(object, ['spec'])[0] ?? null
  const named = { kind, name: metadata.name }
  const message =
    manager === null ? say('planning.owned', named) : say('planning.ownedBy', { ...named, manager })
  return { object: refOf(object), code: 'Owned', message, manager, field: null }
}
