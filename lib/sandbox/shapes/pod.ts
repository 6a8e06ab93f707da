import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { ListOptions, Store } from '@/lib/sandbox/store/store'

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports */
export type ContainerPort = { name?: string; containerPort: number; protocol?: string }

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe */
export type Probe = {
  httpGet?: { path?: string; port: number | string; scheme?: string }
  tcpSocket?: { port: number | string }
  grpc?: { port: number }
  exec?: { command?: string[] }
  initialDelaySeconds?: number
  periodSeconds?: number
  timeoutSeconds?: number
  successThreshold?: number
  failureThreshold?: number
}

/** The fields of a container that the sandbox acts on. */
export type Container = {
  name: string
  image?: string
  ports?: ContainerPort[]
  env?: { name: string; value?: string }[]
  readinessProbe?: Probe
  livenessProbe?: Probe
  startupProbe?: Probe
  lifecycle?: { preStop?: { sleep?: { seconds: number }; exec?: { command?: string[] } } }
}

/** The fields of a pod spec that the sandbox acts on; all others are kept as they are. */
export type PodSpec = {
  containers: Container[]
  nodeName?: string
  terminationGracePeriodSeconds?: number
  [field: string]: unknown
}

/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions */
export type PodCondition = {
  type: string
  status: 'True' | 'False' | 'Unknown'
  observedGeneration?: number
  lastProbeTime: null
  lastTransitionTime: string
  reason?: string
  message?: string
}

/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states */
export type ContainerState = {
  waiting?: { reason: string; message?: string }
  running?: { startedAt: string }
  terminated?: {
    exitCode: number
    reason: string
    startedAt: string
    finishedAt: string
    containerID?: string
  }
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodStatus */
export type ContainerStatus = {
  name: string
  state: ContainerState
  lastState: ContainerState
  ready: boolean
  restartCount: number
  image: string
  imageID: string
  containerID?: string
  started: boolean
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodStatus */
export type PodStatus = {
  observedGeneration?: number
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
  conditions?: PodCondition[]
  hostIP?: string
  hostIPs?: { ip: string }[]
  podIP?: string
  podIPs?: { ip: string }[]
  startTime?: string
  containerStatuses?: ContainerStatus[]
  qosClass?: string
}

/** A stored Pod. */
export type Pod = KubeObject & { spec: PodSpec; status?: PodStatus }

/** The pods of the store, sorted by namespace and name. */
export function listPods(store: Store, options?: ListOptions): readonly Pod[] {
  return store.list(kinds.pods, options) as readonly Pod[]
}

/** One pod, or undefined. */
export function getPod(store: Store, namespace: string | undefined, name: string): Pod | undefined {
  return store.get(kinds.pods, namespace, name) as Pod | undefined
}

/** The condition of one type, or undefined. */
export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type)
}

/** Whether the Ready condition is True. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions */
export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True'
}

/** Whether the pod is neither being deleted nor finished. */
export function isPodActive(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && !isPodFinished(pod)
}

/** Whether the pod has run to its end. */
export function isPodFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}
