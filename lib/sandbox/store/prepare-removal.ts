import { preconditionFailed } from './api-error'
import { listAt, numberAt, textAt } from './json-path'
import { type Kind, kinds } from './kinds'
import type { KubeObject } from './object'
import type { RemoveOptions } from './store'
import { timestamp } from './timestamp'

/** What a deletion comes to: the object stays, marked, or goes. `unchanged`: it was marked before. */
export type Removal =
  | { outcome: 'gone' }
  | { outcome: 'marked'; object: KubeObject }
  | { outcome: 'unchanged' }

const defaultGrace = 30

/** Throws Conflict when the object is not the one that the caller means. */
export function checkPreconditions(kind: Kind, object: KubeObject, options: RemoveOptions): void {
  const { uid, resourceVersion } = options.preconditions ?? {}
  const { name } = object.metadata
  if (uid !== undefined && uid !== object.metadata.uid) {
    throw preconditionFailed(kind, name, 'UID', uid, object.metadata.uid)
  }
  if (resourceVersion !== undefined && resourceVersion !== object.metadata.resourceVersion) {
    throw preconditionFailed(kind, name, 'ResourceVersion', resourceVersion, object.metadata.resourceVersion)
  }
}

/**
 * Decides what a deletion does: finalizers, foreground and orphan propagation, a pod's grace period and a namespace's
 * contents keep the object for a while.
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export function prepareRemoval(kind: Kind, old: KubeObject, options: RemoveOptions): Removal {
  const finalizers = finalizersAfter(old, options.propagationPolicy)
  const grace = kind === kinds.pods ? podGrace(old, options.gracePeriodSeconds) : 0
  const namespaceHeld = kind === kinds.namespaces && listAt(old, 'spec', 'finalizers').length > 0
  if (finalizers.length === 0 && grace === 0 && !namespaceHeld) return { outcome: 'gone' }
  const { deletionTimestamp, deletionGracePeriodSeconds } = old.metadata
  const shorter = deletionGracePeriodSeconds !== undefined && grace < deletionGracePeriodSeconds
  if (deletionTimestamp !== undefined && !shorter) return { outcome: 'unchanged' }
  const object = structuredClone(old)
  object.metadata.deletionTimestamp = timestamp(grace)
  if (kind === kinds.namespaces) object.status = { ...statusOf(object), phase: 'Terminating' }
  else object.metadata.deletionGracePeriodSeconds = grace
  if (finalizers.length > 0) object.metadata.finalizers = finalizers
  if (object.metadata.generation !== undefined) object.metadata.generation += 1
  return { outcome: 'marked', object }
}

function statusOf(object: KubeObject): object {
  const { status } = object
  return typeof status === 'object' && status !== null ? status : {}
}

const propagationFinalizers = ['foregroundDeletion', 'orphan']

function finalizersAfter(old: KubeObject, policy: RemoveOptions['propagationPolicy']): string[] {
  const present = old.metadata.finalizers ?? []
  const others = present.filter((finalizer) => !propagationFinalizers.includes(finalizer))
  switch (policy) {
    case 'Foreground':
      return [...others, 'foregroundDeletion']
    case 'Orphan':
      return [...others, 'orphan']
    case 'Background':
      return others
    case undefined:
      return present
  }
}

/** A pod without a node has nothing to wait for, nor has one that came to its end. */
function podGrace(pod: KubeObject, asked: number | undefined): number {
  const phase = textAt(pod, 'status', 'phase')
  const idle = textAt(pod, 'spec', 'nodeName') === undefined || phase === 'Succeeded' || phase === 'Failed'
  if (idle) return 0
  return (
    asked ??
    pod.metadata.deletionGracePeriodSeconds ??
    numberAt(pod, 'spec', 'terminationGracePeriodSeconds') ??
    defaultGrace
  )
}
