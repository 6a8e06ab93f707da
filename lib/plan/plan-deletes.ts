import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { objectIndex } from './find-object'
import { readable } from './merge-live'
import { phaseOf, type UnorderedChange } from './order'
import { ownershipTest } from './ownership'
import type { Desired, LiveState, OwnedRef } from './types'

/**
 * Objects of ours that are no longer wanted. An object that lost our labels stays, with a notice. While something could not
 * be rendered, only what belongs to lanes that left the document goes: nothing is deleted because of an error.
 */
export function planDeletes(
  desired: Desired,
  live: LiveState,
): { changes: UnorderedChange[]; notices: Notice[] } {
  const wanted = new Set(desired.items.map(({ object }) => refKey(refOf(object))))
  const find = objectIndex(live.objects)
  const isOurs = ownershipTest(live, desired)
  const changes: UnorderedChange[] = []
  const notices: Notice[] = []
  for (const owned of live.owned) {
    const found = find(owned.ref)
    if (!found || found.metadata.uid !== owned.uid || wanted.has(refKey(owned.ref))) continue
    if (desired.errors.length > 0 && desired.lanes.includes(owned.lane)) continue
    if (isOurs(found)) changes.push(deletion(owned, found))
    else notices.push(notOurs(owned.ref))
  }
  return { changes, notices }
}

function deletion({ ref, uid, lane }: OwnedRef, found: KubeObject): UnorderedChange {
  const phase = phaseOf(found)
  return {
    action: 'delete',
    stage: phase === 'route' ? 'route' : 'close',
    phase,
    object: ref,
    uid,
    owner: 'ours',
    lane,
    application: null,
    wait: 'none',
    diff: [],
    before: readable(found),
    after: null,
  }
}

function notOurs(ref: ObjectRef): Notice {
  const message = say('planning.notOurs', { kind: ref.kind, name: ref.name })
  return { code: 'NotOurs', severity: 'warning', message, object: ref }
}
