import { asObject, at } from '@/lib/domain/json'
import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { configRefs } from '@/lib/workloads/config-refs'
import { objectIndex } from './find-object'
import { readable } from './merge-live'
import { phaseOf, type UnorderedChange } from './order'
import { ownershipTest } from './ownership'
import { released, releasePatch } from './release'
import type { Desired, LiveState, OwnedRef } from './types'
import { valueDiffs } from './value-diffs'

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
  const releases = releaseTest(desired, live)
  const changes: UnorderedChange[] = []
  const notices: Notice[] = []
  for (const owned of live.owned) {
    const found = find(owned.ref)
    if (!found || found.metadata.uid !== owned.uid || wanted.has(refKey(owned.ref))) continue
    if (desired.errors.length > 0 && desired.lanes.includes(owned.lane)) continue
    const isReleased = releases(owned.ref)
    if (isOurs(found)) changes.push(isReleased ? release(owned, found) : deletion(owned, found))
    else if (!isReleased) notices.push(notOurs(owned.ref))
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

/** What becomes the user's: the workload and Service of a switched application, and the configuration that the pods name. */
function releaseTest({ baselines, namespace }: Desired, live: LiveState): (ref: ObjectRef) => boolean {
  const released = (baselines?.switched ?? []).filter((one) => one.release)
  const find = objectIndex(live.objects)
  const pods = released.map(({ deployment: name }) =>
    asObject(
      at(find({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }), 'spec', 'template', 'spec'),
    ),
  )
  const configs = pods.flatMap(configRefs)
  return ({ kind, name }) =>
    released.some(
      ({ deployment, service }) =>
        (kind === 'Deployment' && name === deployment) || (kind === 'Service' && name === service),
    ) || configs.some((config) => config.kind === kind && config.name === name)
}

function release({ ref, uid, lane }: OwnedRef, found: KubeObject): UnorderedChange {
  const after = released(found)
  const { labels, annotations } = found.metadata
  return {
    action: 'update',
    stage: 'close',
    phase: phaseOf(found),
    object: ref,
    uid,
    owner: 'ours',
    lane,
    application: null,
    wait: 'none',
    diff: [
      ...valueDiffs('metadata.labels', labels, after.metadata.labels),
      ...valueDiffs('metadata.annotations', annotations, after.metadata.annotations),
    ],
    before: readable(found),
    after: readable(after),
    patch: releasePatch(found),
    fields: [{ ref, uid, path: '/metadata/labels', application: '', container: '', before: lane, after: '' }],
    releases: true,
  }
}

function notOurs(ref: ObjectRef): Notice {
  const message = say('planning.notOurs', { kind: ref.kind, name: ref.name })
  return { code: 'NotOurs', severity: 'warning', message, object: ref }
}
