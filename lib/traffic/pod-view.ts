import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'

const Pod = z.object({
  spec: z.object({
    containers: z.array(z.object({ ports: z.array(z.object({ containerPort: z.int() })).nullish() })),
  }),
  status: z.object({
    phase: z.string().nullish(),
    containerStatuses: z
      .array(
        z.object({
          restartCount: z.int(),
          state: z.object({ running: z.object({ startedAt: z.string() }).nullish() }),
        }),
      )
      .nullish(),
  }),
})

/** What the sampler must know of a pod that runs. */
export type RunningPod = {
  uid: string
  name: string
  labels: Record<string, string>
  /** When its counters were 0, in epoch milliseconds; null after a restart of a container, which forgets. */
  startedAt: number | null
  /** Ports that may answer `/metrics`, best first. */
  ports: readonly number[]
  leaving: boolean
}

/** Null for a pod that has not started, or has ended. */
export function runningPod(pod: KubeObject): RunningPod | null {
  const parsed = Pod.safeParse(pod)
  const { uid, name, labels = {}, annotations = {}, deletionTimestamp } = pod.metadata
  if (!parsed.success || uid === undefined || parsed.data.status.phase !== 'Running') return null
  const containers = parsed.data.status.containerStatuses ?? []
  const starts = containers.map(({ state }) => Date.parse(state.running?.startedAt ?? ''))
  const restarted = containers.some(({ restartCount }) => restartCount > 0)
  const startedAt = Math.min(...starts)
  const announced = Number(annotations['prometheus.io/port'])
  const declared = parsed.data.spec.containers.flatMap(({ ports }) => ports ?? [])
  return {
    uid,
    name,
    labels,
    startedAt: restarted || !Number.isFinite(startedAt) ? null : startedAt,
    ports: [...(announced > 0 ? [announced] : []), ...declared.map(({ containerPort }) => containerPort)],
    leaving: deletionTimestamp !== undefined,
  }
}
