import { randomUUID } from 'node:crypto'
import { alreadyExists, notFound, preconditionFailed, staleVersion } from './api-error'
import { deepFreeze } from './deep-freeze'
import { jsonEqual } from './json-equal'
import { apiVersionOf, type Kind, kindKey } from './kinds'
import type { DraftObject, KubeObject, ObjectMeta } from './object'
import { ObjectIndex } from './object-index'
import type { ListOptions, RemoveOptions, Store, StoreEvent, UpdateOptions, WriteOptions } from './store'
import { WatchLog } from './watch-log'

/** Where commits are written before they are acknowledged. */
export type Journal = {
  put(kind: Kind, object: KubeObject): void
  drop(kind: Kind, object: KubeObject): void
}

/** Versions below this one belong to the time before the first object, so that a watch from version 1 is expired as on any real cluster. */
const firstVersion = 1_000

/** The store in memory, with an optional journal behind it. */
export class ObjectStore implements Store {
  private readonly indexes = new Map<string, ObjectIndex>()
  private readonly listeners = new Set<(event: StoreEvent) => void>()
  private readonly queue: StoreEvent[] = []
  private readonly watchLog: WatchLog
  private dispatching = false
  private version: number

  constructor(
    loaded: { version: number; objects: readonly { kind: Kind; object: KubeObject }[] } = {
      version: 0,
      objects: [],
    },
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

  create(kind: Kind, draft: DraftObject, _options: WriteOptions = {}): KubeObject {
    const metadata: ObjectMeta = {
      ...structuredClone(draft.metadata),
      name: draft.metadata.name ?? `${draft.metadata.generateName ?? ''}${randomSuffix()}`,
      uid: randomUUID(),
      resourceVersion: '',
      creationTimestamp: now(),
      ...(kind.generation ? { generation: 1 } : {}),
    }
    if (this.get(kind, metadata.namespace, metadata.name) !== undefined)
      throw alreadyExists(kind, metadata.name)
    const object = { ...structuredClone(draft), kind: kind.kind, apiVersion: apiVersionOf(kind), metadata }
    return this.commit('ADDED', kind, object)
  }

  update(kind: Kind, draft: DraftObject, options: UpdateOptions = {}): KubeObject {
    const name = draft.metadata.name ?? ''
    const old = this.get(kind, draft.metadata.namespace, name)
    if (old === undefined) throw notFound(kind, name)
    const version = draft.metadata.resourceVersion
    if (version !== undefined && version !== '' && version !== old.metadata.resourceVersion)
      throw staleVersion(kind, name)
    const { status: _status, metadata: _metadata, ...rest } = draft
    const { status: _oldStatus, metadata: _oldMetadata, ...oldRest } = old
    const bumps = kind.generation && options.subresource !== 'status' && !jsonEqual(rest, oldRest)
    const next = structuredClone(draft)
    const object: KubeObject = {
      ...next,
      kind: kind.kind,
      apiVersion: apiVersionOf(kind),
      metadata: {
        ...next.metadata,
        name,
        uid: old.metadata.uid,
        creationTimestamp: old.metadata.creationTimestamp,
        resourceVersion: old.metadata.resourceVersion,
        ...(kind.generation ? { generation: (old.metadata.generation ?? 1) + (bumps ? 1 : 0) } : {}),
      },
    }
    if (jsonEqual(object, old)) return old
    if (object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).length === 0) {
      return this.commit('DELETED', kind, object, old)
    }
    return this.commit('MODIFIED', kind, object, old)
  }

  remove(kind: Kind, namespace: string | undefined, name: string, options: RemoveOptions = {}): KubeObject {
    const old = this.get(kind, namespace, name)
    if (old === undefined) throw notFound(kind, name)
    const { uid, resourceVersion } = options.preconditions ?? {}
    if (uid !== undefined && uid !== old.metadata.uid)
      throw preconditionFailed(kind, name, 'UID', uid, old.metadata.uid)
    if (resourceVersion !== undefined && resourceVersion !== old.metadata.resourceVersion) {
      throw preconditionFailed(kind, name, 'ResourceVersion', resourceVersion, old.metadata.resourceVersion)
    }
    return this.commit('DELETED', kind, structuredClone(old), old)
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  eventsSince(kind: Kind, version: number): readonly StoreEvent[] | undefined {
    return this.watchLog.since(kind, version)
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

function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`
}

const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789'

function randomSuffix(): string {
  let text = ''
  for (let index = 0; index < 5; index += 1)
    text += suffixAlphabet[Math.floor(Math.random() * suffixAlphabet.length)]
  return text
}
