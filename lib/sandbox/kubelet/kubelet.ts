import { keyOf, splitKey } from '@/lib/sandbox/controllers/owner'
import { createWorkQueue } from '@/lib/sandbox/controllers/work-queue'
import { getPod, isPodFinished, listPods, type Pod } from '@/lib/sandbox/shapes/pod'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { ContainerLog } from './container-log'
import { type KubeletContext, type PodWorker, startPodWorker } from './pod-worker'
import { schedulePod } from './scheduler'

/** All pods of the sandbox on their loopback sockets. */
export type Kubelet = {
  /** What a container has written: its access log. */
  log(pod: Pod, container: string | undefined, previous: boolean): ContainerLog | undefined
  /** Ends all sockets; the objects stay as they are. */
  stop(graceMs: number): Promise<void>
}

/** Runs the pods of the store: those that ran before are served again at once under their old addresses. */
export function startKubelet(options: Omit<KubeletContext, 'publishLater'>): Kubelet {
  const { store } = options
  const workers = new Map<string, PodWorker>()
  const queue = createWorkQueue('kubelet', reconcile)
  const statuses = createWorkQueue('pod status', (uid) => workers.get(uid)?.publish())
  const context: KubeletContext = { ...options, publishLater: statuses.add }

  function reconcile(key: string): void {
    const { namespace, name } = splitKey(key)
    const pod = getPod(store, namespace, name)
    if (pod === undefined || isPodFinished(pod)) return
    const { uid, deletionTimestamp } = pod.metadata
    if (pod.spec.nodeName === undefined) {
      if (deletionTimestamp === undefined) schedulePod(store, pod)
      else store.remove(kinds.pods, namespace, name, { gracePeriodSeconds: 0 })
      return
    }
    let worker = workers.get(uid)
    if (worker === undefined) {
      worker = startPodWorker(context, pod)
      workers.set(uid, worker)
    }
    if (deletionTimestamp !== undefined) worker.terminate()
  }

  function retryPending(): void {
    for (const pod of listPods(store)) if (pod.spec.nodeName === undefined) queue.add(keyOf(pod))
  }

  const unsubscribe = store.subscribe(({ type, kind, object }) => {
    if (kind === kinds.nodes) return retryPending()
    if (kind !== kinds.pods) return
    if (type !== 'DELETED') return queue.add(keyOf(object))
    const worker = workers.get(object.metadata.uid)
    workers.delete(object.metadata.uid)
    void worker?.forget()
  })
  for (const pod of listPods(store)) reconcile(keyOf(pod))

  return {
    log: (pod, container, previous) => workers.get(pod.metadata.uid)?.log(container, previous),
    stop: async (graceMs) => {
      unsubscribe()
      queue.stop()
      statuses.stop()
      await Promise.all([...workers.values()].map((worker) => worker.stop(graceMs)))
    },
  }
}
