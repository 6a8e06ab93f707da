import { z } from 'zod'
import type { KubeObject } from './kube-object'
import type { StuckCause } from './stuck-cause'

const Container = z.object({
  name: z.string(),
  ready: z.boolean().default(false),
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).nullish(),
      running: z.object({ startedAt: z.string().nullish() }).nullish(),
    })
    .nullish(),
  lastState: z
    .object({
      terminated: z
        .object({
          reason: z.string().nullish(),
          exitCode: z.number().nullish(),
          finishedAt: z.string().nullish(),
        })
        .nullish(),
    })
    .nullish(),
})
const Pod = z.object({
  metadata: z.object({
    name: z.string(),
    creationTimestamp: z.string().optional(),
    deletionTimestamp: z.string().optional(),
  }),
  status: z
    .object({
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
        .nullish(),
      initContainerStatuses: z.array(Container).nullish(),
      containerStatuses: z.array(Container).nullish(),
    })
    .default({}),
})
const Event = z.object({
  type: z.string().nullish(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  involvedObject: z.object({ kind: z.string().optional(), name: z.string().optional() }),
  lastTimestamp: z.string().nullish(),
})

type Found = Pick<StuckCause, 'cause' | 'container' | 'evidence' | 'since'>
type PodFields = z.infer<typeof Pod>

const causeOfWaiting: Readonly<Record<string, StuckCause['cause']>> = {
  ErrImagePull: 'imagePull',
  ImagePullBackOff: 'imagePull',
  ErrImageNeverPull: 'imagePull',
  ImageInspectError: 'imagePull',
  InvalidImageName: 'imagePull',
  CreateContainerConfigError: 'config',
  CreateContainerError: 'config',
  RunContainerError: 'crashLoop',
  CrashLoopBackOff: 'crashLoop',
}

/** A container may run so long before it counts as one that does not get ready. */
const startMs = 10_000
const longest = 300

/**
 * Why one pod does not get ready; null while it only needs time or is going. `events` are those of its namespace, in
 * which the last failed probe is looked for; `now` is in ms.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
 */
export function podCause(pod: KubeObject, events: readonly KubeObject[], now: number): Found | null {
  const parsed = Pod.safeParse(pod)
  if (!parsed.success || parsed.data.metadata.deletionTimestamp !== undefined) return null
  return unschedulable(parsed.data) ?? held(parsed.data) ?? unready(parsed.data, events, now)
}

function unschedulable({ metadata, status }: PodFields): Found | null {
  const condition = status.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False')
  if (condition === undefined) return null
  const evidence = (condition.message ?? '').slice(0, longest)
  return { cause: 'unschedulable', container: null, evidence, since: metadata.creationTimestamp ?? null }
}

function held({ metadata, status }: PodFields): Found | null {
  for (const { name, state, lastState } of [
    ...(status.initContainerStatuses ?? []),
    ...(status.containerStatuses ?? []),
  ]) {
    const reason = state?.waiting?.reason
    const cause = reason === undefined ? undefined : causeOfWaiting[reason]
    if (cause === undefined) continue
    const ended = lastState?.terminated
    const end = ended ? `${ended.reason ?? 'Terminated'} (exit code ${ended.exitCode ?? '?'})` : undefined
    const said = [reason, state?.waiting?.message].filter(Boolean).join(': ')
    return {
      cause,
      container: name,
      evidence: [said, end].filter(Boolean).join('; ').slice(0, longest),
      since: ended?.finishedAt ?? metadata.creationTimestamp ?? null,
    }
  }
  return null
}

function unready({ metadata, status }: PodFields, events: readonly KubeObject[], now: number): Found | null {
  const container = status.containerStatuses?.find(({ ready, state }) => !ready && state?.running)
  const since = container?.state?.running?.startedAt ?? null
  if (container === undefined || since === null || now - Date.parse(since) < startMs) return null
  const failed = events
    .map((event) => Event.safeParse(event))
    .flatMap(({ data }) => data ?? [])
    .filter(({ reason, involvedObject }) => reason === 'Unhealthy' && involvedObject.name === metadata.name)
    .sort((a, b) => (b.lastTimestamp ?? '').localeCompare(a.lastTimestamp ?? ''))[0]
  const condition = status.conditions?.find((one) => one.type === 'ContainersReady' && one.status === 'False')
  const evidence = (failed?.message ?? condition?.message ?? '').slice(0, longest)
  return { cause: 'readiness', container: container.name, evidence, since }
}
