import { findKind, type Kind, kindKey, listKinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject, OwnerReference } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { type Controller, controllerManager } from './controller'
import { createWorkQueue } from './work-queue'

const foreground = 'foregroundDeletion'
const orphan = 'orphan'

type Dependents = Map<string, Set<string>>

/**
 * Deletes what its owners leave behind: in the background, in the foreground before the owner goes, or not at all
 * where the owner was deleted with Orphan.
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export function startGarbageCollector(store: Store): Controller {
  const dependents: Dependents = new Map()
  const queue = createWorkQueue('garbage collector', (key) => reconcile(store, dependents, key))
  const unsubscribe = store.subscribe(({ type, kind, object, old }) => {
    if (kind.kind === 'Event') return
    if (old !== undefined) track(dependents, kind, old, 'remove')
    if (type !== 'DELETED') track(dependents, kind, object, 'add')
    const key = objectKey(kind, object)
    if (type !== 'DELETED') queue.add(key)
    const followers = type === 'DELETED' ? dependents.get(object.metadata.uid) : undefined
    for (const follower of followers ?? []) queue.add(follower)
    if (type !== 'DELETED') return
    for (const owner of object.metadata.ownerReferences ?? []) queue.add(ownerKey(owner, object))
  })
  for (const kind of listKinds()) {
    if (kind.kind === 'Event') continue
    for (const object of store.list(kind)) {
      track(dependents, kind, object, 'add')
      queue.add(objectKey(kind, object))
    }
  }
  return {
    stop: () => {
      unsubscribe()
      queue.stop()
    },
  }
}

function objectKey(kind: Kind, { metadata }: KubeObject): string {
  return [kindKey(kind), metadata.namespace ?? '', metadata.name].join('|')
}

function ownerKey(owner: OwnerReference, dependent: KubeObject): string {
  const kind = findKind(owner.apiVersion, owner.kind)
  const namespace = kind?.namespaced === true ? (dependent.metadata.namespace ?? '') : ''
  return [kind === undefined ? '' : kindKey(kind), namespace, owner.name].join('|')
}

function track(dependents: Dependents, kind: Kind, object: KubeObject, change: 'add' | 'remove'): void {
  for (const { uid } of object.metadata.ownerReferences ?? []) {
    const keys = dependents.get(uid) ?? new Set<string>()
    if (change === 'add') keys.add(objectKey(kind, object))
    else keys.delete(objectKey(kind, object))
    if (keys.size === 0) dependents.delete(uid)
    else dependents.set(uid, keys)
  }
}

function find(store: Store, key: string): { kind: Kind; object: KubeObject } | undefined {
  const [kindName = '', namespace = '', name = ''] = key.split('|')
  const kind = listKinds().find((candidate) => kindKey(candidate) === kindName)
  if (kind === undefined) return undefined
  const object = store.get(kind, namespace === '' ? undefined : namespace, name)
  return object === undefined ? undefined : { kind, object }
}

function reconcile(store: Store, dependents: Dependents, key: string): void {
  const found = find(store, key)
  if (found === undefined) return
  const { kind, object } = found
  const finalizers = object.metadata.finalizers ?? []
  if (object.metadata.deletionTimestamp === undefined) collectIfOwnerless(store, dependents, kind, object)
  else if (finalizers.includes(orphan)) orphanDependents(store, dependents, kind, object)
  else if (finalizers.includes(foreground)) deleteDependentsFirst(store, dependents, kind, object)
}

/** An object goes when it has owners and none of them is left; one that waits for it in the foreground counts as gone. */
function collectIfOwnerless(store: Store, dependents: Dependents, kind: Kind, object: KubeObject): void {
  const owners = object.metadata.ownerReferences ?? []
  if (owners.length === 0) return
  const states = owners.map((owner) => ownerState(store, owner, object))
  if (states.includes('present')) {
    dropAbsentOwners(store, kind, object, states)
    return
  }
  const { uid, namespace, name } = object.metadata
  const blocks = states.includes('waiting') && dependents.has(uid)
  store.remove(kind, namespace, name, {
    preconditions: { uid },
    propagationPolicy: blocks ? 'Foreground' : 'Background',
  })
}

type OwnerState = 'present' | 'absent' | 'waiting'

function ownerState(store: Store, owner: OwnerReference, dependent: KubeObject): OwnerState {
  const kind = findKind(owner.apiVersion, owner.kind)
  // An owner of a kind that is not stored cannot be looked up, so nothing is concluded from its absence.
  if (kind === undefined) return 'present'
  const object = store.get(kind, dependent.metadata.namespace, owner.name)
  if (object === undefined || object.metadata.uid !== owner.uid) return 'absent'
  const { deletionTimestamp, finalizers = [] } = object.metadata
  return deletionTimestamp !== undefined && finalizers.includes(foreground) ? 'waiting' : 'present'
}

function dropAbsentOwners(store: Store, kind: Kind, object: KubeObject, states: OwnerState[]): void {
  if (!states.includes('absent')) return
  const ownerReferences = (object.metadata.ownerReferences ?? []).filter(
    (_, index) => states[index] !== 'absent',
  )
  store.update(kind, { ...object, metadata: { ...object.metadata, ownerReferences } }, controllerManager)
}

function followersOf(store: Store, dependents: Dependents, owner: KubeObject) {
  return [...(dependents.get(owner.metadata.uid) ?? [])].flatMap((key) => find(store, key) ?? [])
}

function orphanDependents(store: Store, dependents: Dependents, kind: Kind, owner: KubeObject): void {
  for (const follower of followersOf(store, dependents, owner)) {
    const { ownerReferences = [], ...metadata } = follower.object.metadata
    const rest = ownerReferences.filter(({ uid }) => uid !== owner.metadata.uid)
    const next = rest.length === 0 ? metadata : { ...metadata, ownerReferences: rest }
    store.update(follower.kind, { ...follower.object, metadata: next }, controllerManager)
  }
  dropFinalizer(store, kind, owner, orphan)
}

function deleteDependentsFirst(store: Store, dependents: Dependents, kind: Kind, owner: KubeObject): void {
  const followers = followersOf(store, dependents, owner)
  for (const follower of followers) {
    if (follower.object.metadata.deletionTimestamp === undefined) {
      collectIfOwnerless(store, dependents, follower.kind, follower.object)
    }
  }
  const blocking = followersOf(store, dependents, owner).some(({ object }) =>
    (object.metadata.ownerReferences ?? []).some(
      ({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion === true,
    ),
  )
  if (!blocking) dropFinalizer(store, kind, owner, foreground)
}

function dropFinalizer(store: Store, kind: Kind, object: KubeObject, finalizer: string): void {
  const { finalizers = [], ...metadata } = object.metadata
  const rest = finalizers.filter((name) => name !== finalizer)
  const next = rest.length === 0 ? metadata : { ...metadata, finalizers: rest }
  store.update(kind, { ...object, metadata: next }, controllerManager)
}
