import { type AddressPool, addressPool } from './admission/address-pool'
import { checkServiceAccount } from './admission/check-service-account'
import { withDefaultClass } from './admission/default-class'
import { ApiError, alreadyExists, notFound, qualifiedResource, staleVersion } from './api-error'
import { deepFreeze } from './deep-freeze'
import { listAt } from './json-path'
import { type Kind, kindKey, kinds } from './kinds'
import type { DraftObject, KubeObject } from './object'
import { ObjectIndex } from './object-index'
import { prepareCreate } from './prepare-create'
import { checkPreconditions, prepareRemoval } from './prepare-removal'
import { prepareUpdate } from './prepare-update'

import type { ListOptions, RemoveOptions, Store, StoreEvent, UpdateOptions, WriteOptions } from './store'
import { WatchLog } from './watch-log'

/** Where commits are written before they are acknowledged. */
export type Journal = {
  put(kind: Kind, object: KubeObject): void
  drop(kind: Kind, object: KubeObject): void
}

/** Versions below this one belong to the time before the first object, so that a watch from version 1 is expired as on any real cluster. */
const firstVersion = 1_000

/** What a store starts with: the latest version and the objects. */
export type LoadedObjects = { version: number; objects: readonly { kind: Kind; object: KubeObject }[] }

/** The store in memory, with an optional journal behind it. */
export class ObjectStore implements Store {
  private readonly indexes = new Map<string, ObjectIndex>()
  private readonly listeners = new Set<(event: StoreEvent) => void>()
  private readonly queue: StoreEvent[] = []
  private readonly watchLog: WatchLog
  private readonly pool: AddressPool = addressPool(() => this.list(kinds.services))
  private dispatching = false
  private version: number

  constructor(
    loaded: LoadedObjects = { version: 0, objects: [] },
    private readonly journal?: Journal,
  ) {
    this.version = Math.max(firstVersion, loaded.version)
    this.watchLog = new WatchLog(this.version)
    for (const { kind, object } of loaded.objects) this.index(kind).set(deepFreeze(object))
  }

  get resourceVersion(): number {
    return this.version
  }

  readonly floor = (kind: Kind): number => this.watchLog.floor(kind)

  get(kind: Kind, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.index(kind).get(kind.namespaced ? namespace : undefined, name)
  }

  list(kind: Kind, options: ListOptions = {}): readonly KubeObject[] {
    const objects = this.index(kind).list(kind.namespaced ? options.namespace : undefined)
    const { labels } = options
    return labels === undefined ? objects : objects.filter((object) => labels(object.metadata.labels ?? {}))
  }

  create(kind: Kind, draft: DraftObject, options: WriteOptions = {}): KubeObject {
    this.checkNamespace(kind, draft)
    if (kind === kinds.pods)
      checkServiceAccount(draft, (space, account) => this.get(kinds.serviceAccounts, space, account))
    const { namespace, name } = draft.metadata
    if (name !== undefined && this.get(kind, namespace, name) !== undefined) throw alreadyExists(kind, name)
    const complete = withDefaultClass(kind, draft, () => this.list(kinds.ingressClasses))
    const object = prepareCreate(kind, complete, options, this.pool)
    return options.dryRun ? deepFreeze(object) : this.commit('ADDED', kind.storage ?? kind, object)
  }

  update(kind: Kind, draft: DraftObject, options: UpdateOptions = {}): KubeObject {
    const name = draft.metadata.name ?? ''
    const old = this.get(kind, draft.metadata.namespace, name)
    if (old === undefined) throw notFound(kind, name)
    const version = draft.metadata.resourceVersion ?? ''
    if (version !== '' && version !== old.metadata.resourceVersion) throw staleVersion(kind, name)
    const object = prepareUpdate(kind, old, draft, options, this.pool)
    if (object === old) return old
    if (options.dryRun) return deepFreeze(object)
    return this.commit(isFinished(kind, object) ? 'DELETED' : 'MODIFIED', kind.storage ?? kind, object, old)
  }

  remove(kind: Kind, namespace: string | undefined, name: string, options: RemoveOptions = {}): KubeObject {
    const old = this.get(kind, namespace, name)
    if (old === undefined) throw notFound(kind, name)
    checkPreconditions(kind, old, options)
    const removal = prepareRemoval(kind, old, options)
    if (removal.outcome === 'unchanged' || options.dryRun) return old
    const stored = kind.storage ?? kind
    if (removal.outcome === 'marked') return this.commit('MODIFIED', stored, removal.object, old)
    return this.commit('DELETED', stored, structuredClone(old), old)
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  eventsSince(kind: Kind, version: number): readonly StoreEvent[] | undefined {
    return this.watchLog.since(kind, version)
  }

  /** Every stored object, for a snapshot. */
  *all(): Generator<KubeObject> {
    for (const index of this.indexes.values()) yield* index.list()
  }

  private checkNamespace(kind: Kind, draft: DraftObject): void {
    if (!kind.namespaced) return
    const name = draft.metadata.namespace ?? ''
    const namespace = this.get(kinds.namespaces, undefined, name)
    if (namespace === undefined) throw notFound(kinds.namespaces, name)
    if (namespace.metadata.deletionTimestamp === undefined) return
    const subject = `${qualifiedResource(kind)} "${draft.metadata.name ?? ''}"`
    const message = `${subject} is forbidden: unable to create new content in namespace ${name} because it is being terminated`
    const cause = {
      reason: 'NamespaceTerminating',
      message: `namespace ${name} is being terminated`,
      field: 'metadata.namespace',
    }
    throw new ApiError(403, 'Forbidden', message, {
      name: draft.metadata.name ?? '',
      kind: kind.plural,
      causes: [cause],
    })
  }

  private index(kind: Kind): ObjectIndex {
    const key = kindKey(kind)
    let index = this.indexes.get(key)
    if (index === undefined) {
      index = new ObjectIndex()
      this.indexes.set(key, index)
    }
    return index
  }

  private commit(type: StoreEvent['type'], kind: Kind, object: KubeObject, old?: KubeObject): KubeObject {
    this.version += 1
    object.metadata.resourceVersion = String(this.version)
    deepFreeze(object)
    if (type === 'DELETED') {
      this.journal?.drop(kind, object)
      this.index(kind).delete(object.metadata.namespace, object.metadata.name)
    } else {
      this.journal?.put(kind, object)
      this.index(kind).set(object)
    }
    const event: StoreEvent = old === undefined ? { type, kind, object } : { type, kind, object, old }
    this.watchLog.append(event)
    this.dispatch(event)
    return object
  }

  /** A listener that writes gets its own event after all listeners have seen the present one. */
  private dispatch(event: StoreEvent): void {
    this.queue.push(event)
    if (this.dispatching) return
    this.dispatching = true
    try {
      for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
        for (const listener of [...this.listeners]) listener(next)
      }
    } finally {
      this.dispatching = false
    }
  }
}

/** Whether nothing holds an object any longer whose deletion was asked for. */
function isFinished(kind: Kind, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata
  if (deletionTimestamp === undefined || (finalizers ?? []).length > 0) return false
  if (kind === kinds.namespaces) return listAt(object, 'spec', 'finalizers').length === 0
  return (deletionGracePeriodSeconds ?? 0) === 0
}
