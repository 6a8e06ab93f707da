import type { Kind } from './kinds'
import type { DraftObject, KubeObject, ManagedFieldsEntry } from './object'

/** One committed change. `object` of a DELETED event carries the version of the deletion. */
export type StoreEvent = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  kind: Kind
  object: KubeObject
  old?: KubeObject
}

/** How a write is made: by whom, and whether it is only tried. `managedFields` is given by server-side apply, which computes its own. */
export type WriteOptions = {
  manager?: string
  dryRun?: boolean
  managedFields?: ManagedFieldsEntry[]
}

/**
 * How a change is made: through the object itself or through one of its subresources. `binding` gives a pod its node,
 * labels and PodScheduled condition in one write that no manager owns and that starts no generation.
 */
export type UpdateOptions = WriteOptions & { subresource?: 'status' | 'scale' | 'finalize' | 'binding' }

/** What a list is narrowed to. */
export type ListOptions = { namespace?: string; labels?: (labels: Record<string, string>) => boolean }

/** How an object is deleted. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/ */
export type RemoveOptions = {
  preconditions?: { uid?: string; resourceVersion?: string }
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  gracePeriodSeconds?: number
  dryRun?: boolean
}

/** The objects of the cluster. Reads give frozen objects; writes are synchronous and throw ApiError. */
export interface Store {
  /** The version of the latest commit. */
  readonly resourceVersion: number
  get(kind: Kind, namespace: string | undefined, name: string): KubeObject | undefined
  /** Sorted by namespace and name. */
  list(kind: Kind, options?: ListOptions): readonly KubeObject[]
  /** Defaults, validates and commits one object; throws AlreadyExists, Invalid, NotFound (of the namespace), Forbidden. */
  create(kind: Kind, object: DraftObject, options?: WriteOptions): KubeObject
  /**
   * Replaces; the generation grows when more than metadata and status changed; nothing is committed when nothing
   * changed. Throws Conflict when `metadata.resourceVersion` is set and older than the stored one, NotFound, Invalid.
   */
  update(kind: Kind, object: DraftObject, options?: UpdateOptions): KubeObject
  /** Deletes as the API server does: finalizers and grace set `deletionTimestamp`, otherwise the object goes at once. */
  remove(kind: Kind, namespace: string | undefined, name: string, options?: RemoveOptions): KubeObject
  /** The listener is called synchronously after each commit, in commit order. Gives the unsubscribe function. */
  subscribe(listener: (event: StoreEvent) => void): () => void
  /** Events of one kind after `version`, or undefined when they are no longer kept (410 Expired); `floor` is the oldest version to watch from. */
  eventsSince(kind: Kind, version: number): readonly StoreEvent[] | undefined
  readonly floor: (kind: Kind) => number
}
