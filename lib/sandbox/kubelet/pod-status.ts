import { kubeNow } from '@/lib/sandbox/controllers/kube-time'
import type { ContainerStatus, Pod, PodCondition, PodStatus } from '@/lib/sandbox/shapes/pod'

/** What the kubelet knows of a running pod. */
export type PodView = {
  ip: string | undefined
  hostIP: string
  startTime: string
  containers: ContainerStatus[]
  qosClass: string
}

/**
 * The status of a pod as its containers give it; transition times of conditions that did not change are kept.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions
 */
export function podStatus(pod: Pod, view: PodView): PodStatus {
  const unready = view.containers.filter(({ ready }) => !ready).map(({ name }) => name)
  const begun = view.containers.some(({ started, restartCount }) => started || restartCount > 0)
  const message = `containers with unready status: [${unready.join(' ')}]`
  const readiness =
    unready.length === 0
      ? { status: 'True' as const }
      : { status: 'False' as const, reason: 'ContainersNotReady', message }
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  const observedGeneration = pod.metadata.generation
  const condition = (type: string, facts: Pick<PodCondition, 'status' | 'reason' | 'message'>) =>
    transition(pod, { type, observedGeneration, lastProbeTime: null, lastTransitionTime: '', ...facts })
  return {
    observedGeneration,
    phase: begun ? 'Running' : 'Pending',
    conditions: [
      condition('PodReadyToStartContainers', {
        status: view.ip === undefined ? 'False' : 'True',
      }),
      condition('Initialized', { status: 'True' }),
      condition('Ready', readiness),
      condition('ContainersReady', readiness),
      ...(scheduled === undefined ? [] : [scheduled]),
    ],
    hostIP: view.hostIP,
    hostIPs: [{ ip: view.hostIP }],
    ...(view.ip === undefined ? {} : { podIP: view.ip, podIPs: [{ ip: view.ip }] }),
    startTime: view.startTime,
    containerStatuses: view.containers,
    qosClass: view.qosClass,
  }
}

function transition(pod: Pod, condition: PodCondition): PodCondition {
  const before = pod.status?.conditions?.find(({ type }) => type === condition.type)
  const since = before?.status === condition.status ? before.lastTransitionTime : kubeNow()
  return { ...condition, lastTransitionTime: since }
}

/** The status of a container whose image is still being pulled, or that waits for another reason. */
export function waitingContainer(
  name: string,
  image: string,
  reason: string,
  message?: string,
): ContainerStatus {
  return {
    name,
    state: { waiting: message === undefined ? { reason } : { reason, message } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image,
    imageID: '',
    started: false,
  }
}
