import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'

const Ended = z.object({
  reason: z.string().optional(),
  exitCode: z.number().optional(),
  signal: z.number().optional(),
  finishedAt: z.string().nullish(),
})
const Container = z.object({
  ready: z.boolean().default(false),
  started: z.boolean().nullish(),
  restartCount: z.number().default(0),
  state: z
    .object({
      running: z.object({}).nullish(),
      waiting: z.object({ reason: z.string().optional() }).nullish(),
      terminated: Ended.nullish(),
    })
    .default({}),
  lastState: z.object({ terminated: Ended.nullish() }).default({}),
})
const Condition = z.object({ type: z.string(), status: z.string(), reason: z.string().optional() })
const Pod = z.object({
  metadata: z.object({
    name: z.string(),
    creationTimestamp: z.string().optional(),
    deletionTimestamp: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(z.unknown()).default([]),
    initContainers: z.array(z.unknown()).nullish(),
    readinessGates: z.array(z.object({ conditionType: z.string() })).nullish(),
  }),
  status: z
    .object({
      phase: z.string().default('Unknown'),
      reason: z.string().optional(),
      podIP: z.string().optional(),
      nominatedNodeName: z.string().optional(),
      conditions: z.array(Condition).nullish(),
      initContainerStatuses: z.array(Container).nullish(),
      containerStatuses: z.array(Container).nullish(),
    })
    .default({ phase: 'Unknown' }),
})
type Pod = z.infer<typeof Pod>
type Container = z.infer<typeof Container>
type Ended = z.infer<typeof Ended>

/** What `kubectl get pods -o wide --show-labels` says of a pod; null where it prints `<none>`. */
export type PodColumns = {
  name: string
  /** Ready containers of all, such as `1/1`. */
  ready: string
  status: string
  restarts: number
  lastRestartAt: string | null
  createdAt: string | null
  ip: string | null
  node: string | null
  nominatedNode: string | null
  readinessGates: string | null
  labels: Record<string, string>
}

/**
 * The columns of a pod as kubectl prints them.
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/printers/internalversion/printers.go printPod
 */
export function podColumns(pod: KubeObject): PodColumns {
  const parsed = Pod.parse(pod)
  const { metadata, spec, status } = parsed
  const containers = status.containerStatuses ?? []
  const all = [...containers, ...(status.initContainerStatuses ?? [])]
  const gates = spec.readinessGates ?? []
  const open = gates.filter(({ conditionType }) => isTrue(parsed, conditionType)).length
  const restartTimes = all.flatMap(({ lastState }) => lastState.terminated?.finishedAt ?? [])
  return {
    name: metadata.name,
    ready: `${containers.filter(isServing).length}/${spec.containers.length}`,
    status: statusOf(parsed),
    restarts: all.reduce((sum, { restartCount }) => sum + restartCount, 0),
    lastRestartAt: restartTimes.sort().at(-1) ?? null,
    createdAt: metadata.creationTimestamp ?? null,
    ip: status.podIP ?? null,
    node: spec.nodeName ?? null,
    nominatedNode: status.nominatedNodeName || null,
    readinessGates: gates.length === 0 ? null : `${open}/${gates.length}`,
    labels: metadata.labels,
  }
}

const isServing = ({ ready, state }: Container) => ready && Boolean(state.running)
const isTrue = ({ status }: Pod, type: string) =>
  (status.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True')

function statusOf(pod: Pod): string {
  const { metadata, status } = pod
  if (metadata.deletionTimestamp !== undefined && status.reason === 'NodeLost') return 'Unknown'
  const isOver = status.phase === 'Failed' || status.phase === 'Succeeded'
  if (metadata.deletionTimestamp !== undefined && !isOver) return 'Terminating'
  const initialising = isTrue(pod, 'Initialized') ? null : initStatus(pod)
  if (initialising !== null) return initialising
  const gated = (status.conditions ?? []).some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  )
  return runStatus(pod, gated ? 'SchedulingGated' : (status.reason ?? status.phase))
}

function initStatus({ spec, status }: Pod): string | null {
  const total = spec.initContainers?.length ?? 0
  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    const { terminated, waiting } = container.state
    if (terminated?.exitCode === 0 || container.started === true) continue
    if (terminated) return `Init:${endOf(terminated)}`
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`
    return `Init:${index}/${total}`
  }
  return null
}

function runStatus(pod: Pod, phase: string): string {
  const containers = pod.status.containerStatuses ?? []
  let status = phase
  for (const { state } of [...containers].reverse()) {
    if (state.waiting?.reason) status = state.waiting.reason
    else if (state.terminated) status = endOf(state.terminated)
  }
  if (status !== 'Completed' || !containers.some(isServing)) return status
  return isTrue(pod, 'Ready') ? 'Running' : 'NotReady'
}

function endOf({ reason, signal, exitCode }: Ended): string {
  if (reason) return reason
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`
}
