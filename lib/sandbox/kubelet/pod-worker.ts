import { controllerStatus } from '@/lib/sandbox/controllers/controller'
import { createEventRecorder, type EventRecorder } from '@/lib/sandbox/controllers/event-recorder'
import { kubeNow } from '@/lib/sandbox/controllers/kube-time'
import { canonical } from '@/lib/sandbox/controllers/template-hash'
import { getPod, type Pod } from '@/lib/sandbox/shapes/pod'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'
import type { ContainerLog } from './container-log'
import { type ContainerWorker, startContainerWorker } from './container-worker'
import { drainTime } from './drain-time'
import { nodeAddress } from './nodes'
import type { AnswerContext } from './pod-answer'
import type { PodNetwork } from './pod-network'
import { podStatus } from './pod-status'

/** What the workers of all pods share. */
export type KubeletContext = {
  store: Store
  network: PodNetwork
  answers: AnswerContext
  /** Has the worker of this uid publish soon. */
  publishLater(uid: string): void
}

/** One pod on its node, from the pull of its images to its removal. */
export type PodWorker = {
  /** Drains the pod and removes its object; asked again it goes on with the first time. */
  terminate(): void
  log(container: string | undefined, previous: boolean): ContainerLog | undefined
  /** Writes the status as the containers give it now. */
  publish(): void
  /** Ends its sockets without touching the object; the address stays the pod's. */
  stop(graceMs: number): Promise<void>
  /** Ends its sockets and gives its address back, for a pod whose object is gone. */
  forget(): Promise<void>
}

/** Starts the containers of a pod that has a node. */
export function startPodWorker(context: KubeletContext, initial: Pod): PodWorker {
  const { store, network } = context
  const { namespace, name, uid } = initial.metadata
  const node = initial.spec.nodeName ?? ''
  const recorder = createEventRecorder(store, { component: 'kubelet', host: node }, 'kubelet')
  const stored = initial.status?.containerStatuses ?? []
  const startTime = initial.status?.startTime ?? kubeNow()
  let ip = initial.status?.podIP
  let ended = false
  if (ip !== undefined) network.reserve(ip)

  const current = () => {
    const pod = getPod(store, namespace, name)
    return pod?.metadata.uid === uid ? pod : undefined
  }
  const address = () => {
    ip ??= network.allocate()
    return ip
  }
  const containers: ContainerWorker[] = []
  const changed = () => context.publishLater(uid)
  const publish = () => {
    const pod = ended ? undefined : current()
    if (pod === undefined) return
    const statuses = containers.map((worker) => worker.status())
    const view = {
      ip,
      hostIP: nodeAddress(store, node),
      startTime,
      containers: statuses,
      qosClass: qosOf(pod),
    }
    const status = { ...pod.status, ...podStatus(pod, view) }
    if (canonical(status) === canonical(pod.status ?? {})) return
    store.update(kinds.pods, { ...pod, status }, { ...controllerStatus, manager: 'kubelet' })
  }
  const record = recordFor(recorder, initial)
  const host = {
    network,
    answers: context.answers,
    pod: () => current() ?? initial,
    address,
    record,
    changed,
  }
  const start = () => {
    for (const container of initial.spec.containers) {
      const before = stored.find((status) => status.name === container.name)
      containers.push(startContainerWorker(host, container, before))
    }
    changed()
  }

  async function stop(graceMs: number): Promise<void> {
    ended = true
    await Promise.all(containers.map((worker) => worker.stop(graceMs)))
  }

  async function forget(): Promise<void> {
    await stop(0)
    if (ip !== undefined) network.release(ip)
    ip = undefined
  }

  let terminating = false
  function terminate(): void {
    if (terminating) return
    terminating = true
    const running = containers.filter((worker) => worker.status().state.running !== undefined)
    for (const worker of running) record('Normal', 'Killing', `Stopping container ${worker.status().name}`)
    const drainMs = running.length === 0 ? 0 : drainTime(current() ?? initial)
    setTimeout(() => void remove(drainMs), drainMs)
  }

  async function remove(drainedMs: number): Promise<void> {
    const graceMs = (current()?.metadata.deletionGracePeriodSeconds ?? 0) * 1_000
    await stop(Math.max(0, graceMs - drainedMs))
    if (current() !== undefined) {
      store.remove(kinds.pods, namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } })
    }
  }

  if (initial.metadata.deletionTimestamp === undefined) start()
  return {
    terminate,
    publish,
    stop,
    forget,
    log: (container, previous) => {
      const index = initial.spec.containers.findIndex((candidate) => candidate.name === container)
      return containers[Math.max(0, index)]?.log(previous)
    },
  }
}

function recordFor(recorder: EventRecorder, object: Pod) {
  return (type: 'Normal' | 'Warning', reason: string, message: string) =>
    recorder.record({ object, type, reason, message })
}

/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
function qosOf(pod: Pod): string {
  const resources = pod.spec.containers.map((container) => canonical(container).includes('"requests"'))
  return pod.status?.qosClass ?? (resources.some(Boolean) ? 'Burstable' : 'BestEffort')
}
