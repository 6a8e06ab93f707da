import { injectAgent } from '@/lib/sandbox/agent/inject-agent'
import { selects } from '@/lib/sandbox/shapes/label-selector'
import { isPodActive, isPodFinished, type Pod } from '@/lib/sandbox/shapes/pod'
import {
  getReplicaSet,
  listReplicaSets,
  type ReplicaSet,
  wantedReplicas,
} from '@/lib/sandbox/shapes/workload'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject, KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { type Controller, controllerManager, controllerStatus } from './controller'
import { createEventRecorder, type EventRecorder } from './event-recorder'
import { controllerOf, controllerReference, keyOf, splitKey } from './owner'
import { untilAvailable } from './pod-availability'
import { choosePodsToDelete } from './pods-to-delete'
import { claimPods } from './replica-set-pods'
import { awaitsAvailability, type ReplicaFailure, replicaSetStatus, sameStatus } from './replica-set-status'
import { randomSuffix } from './template-hash'
import { createWorkQueue } from './work-queue'

/**
 * Keeps as many pods of each ReplicaSet as it wants, and its status.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/
 */
export function startReplicaSetController(store: Store): Controller {
  const recorder = createEventRecorder(
    store,
    { component: 'replicaset-controller' },
    controllerManager.manager,
  )
  const queue = createWorkQueue('replicaset', (key) => reconcile(store, recorder, queue.addAfter, key))
  const unsubscribe = store.subscribe(({ kind, object, old }) => {
    if (kind === kinds.replicaSets) queue.add(keyOf(object))
    if (kind !== kinds.pods) return
    for (const key of ownersOf(store, object)) queue.add(key)
    if (old !== undefined) for (const key of ownersOf(store, old)) queue.add(key)
  })
  for (const replicaSet of listReplicaSets(store)) queue.add(keyOf(replicaSet))
  return {
    stop: () => {
      unsubscribe()
      queue.stop()
    },
  }
}

/** The ReplicaSets that a change of a pod concerns: its controller, or those that could adopt it. */
function ownersOf(store: Store, pod: KubeObject): string[] {
  const namespace = pod.metadata.namespace
  const owner = controllerOf(pod)
  if (owner !== undefined) return owner.kind === 'ReplicaSet' ? [`${namespace ?? ''}/${owner.name}`] : []
  return listReplicaSets(store, namespace === undefined ? {} : { namespace })
    .filter((replicaSet) => selects(replicaSet.spec.selector, pod.metadata.labels))
    .map(keyOf)
}

function reconcile(
  store: Store,
  recorder: EventRecorder,
  addAfter: (key: string, milliseconds: number) => void,
  key: string,
): void {
  const { namespace, name } = splitKey(key)
  const replicaSet = getReplicaSet(store, namespace, name)
  if (replicaSet === undefined) return
  const pods = claimPods(store, replicaSet)
  const failure =
    replicaSet.metadata.deletionTimestamp === undefined
      ? manageReplicas(store, recorder, replicaSet, pods.filter(isPodActive))
      : undefined
  // Finished pods are not counted, deleted ones are counted as terminating.
  const counted = pods.filter((pod) => !isPodFinished(pod))
  const status = replicaSetStatus(replicaSet, counted, failure)
  const latest = getReplicaSet(store, namespace, name)
  if (latest === undefined) return
  if (!sameStatus(latest.status, status))
    store.update(kinds.replicaSets, { ...latest, status }, controllerStatus)
  if (awaitsAvailability(replicaSet, status)) addAfter(key, untilNextAvailable(replicaSet, counted))
  if (failure !== undefined) throw new Error(failure.message)
}

function untilNextAvailable(replicaSet: ReplicaSet, pods: readonly Pod[]): number {
  const waits = pods
    .map((pod) => untilAvailable(pod, replicaSet.spec.minReadySeconds ?? 0))
    .filter((wait): wait is number => wait !== undefined && wait > 0)
  return waits.length === 0 ? 0 : Math.min(...waits)
}

function manageReplicas(
  store: Store,
  recorder: EventRecorder,
  replicaSet: ReplicaSet,
  active: readonly Pod[],
): ReplicaFailure | undefined {
  const difference = wantedReplicas(replicaSet) - active.length
  if (difference > 0) return createPods(store, recorder, replicaSet, difference)
  if (difference < 0) deletePods(store, recorder, replicaSet, choosePodsToDelete(active, -difference))
  return undefined
}

function createPods(store: Store, recorder: EventRecorder, replicaSet: ReplicaSet, count: number) {
  for (let index = 0; index < count; index += 1) {
    try {
      const pod = store.create(kinds.pods, injectAgent(store, podOf(replicaSet)), controllerManager)
      recorder.record({
        object: replicaSet,
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: `Created pod: ${pod.metadata.name}`,
      })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const text = `Error creating: ${message}`
      recorder.record({ object: replicaSet, type: 'Warning', reason: 'FailedCreate', message: text })
      return { reason: 'FailedCreate' as const, message }
    }
  }
  return undefined
}

function podOf(replicaSet: ReplicaSet): DraftObject {
  const { metadata, spec } = replicaSet.spec.template
  const prefix = `${replicaSet.metadata.name}-`
  return {
    metadata: {
      ...structuredClone(metadata ?? {}),
      name: `${prefix}${randomSuffix()}`,
      generateName: prefix,
      namespace: replicaSet.metadata.namespace,
      ownerReferences: [controllerReference(replicaSet)],
    },
    spec: structuredClone(spec),
  }
}

function deletePods(store: Store, recorder: EventRecorder, replicaSet: ReplicaSet, pods: readonly Pod[]) {
  for (const pod of pods) {
    store.remove(kinds.pods, pod.metadata.namespace, pod.metadata.name)
    recorder.record({
      object: replicaSet,
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata.name}`,
    })
  }
}
