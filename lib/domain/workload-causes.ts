import { z } from 'zod'
import type { KubeObject } from './kube-object'
import { type PodCause, podCause } from './pod-cause'
import { type WorkloadCauseName, workloadCauseNames } from './stuck-cause'

/** One cause with all the pods of one version that show it. */
export type WorkloadCause = PodCause & { version: 'new' | 'old'; pods: string[] }

/** A Deployment with its pods. Where versions are not told apart, all pods count as new. */
export type WorkloadFacts = {
  deployment: KubeObject
  newPods: readonly KubeObject[]
  oldPods: readonly KubeObject[]
  /** What the last failed probe said, by the name of the pod. */
  probes: ReadonlyMap<string, string>
  /** In ms. */
  now: number
}

const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTransitionTime: z.string().optional(),
})
const Deployment = z.object({
  metadata: z.object({ generation: z.number().default(0) }),
  spec: z.object({ replicas: z.number().nullish(), paused: z.boolean().nullish() }),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions: z.array(Condition).nullish(),
    })
    .default({ observedGeneration: 0, replicas: 0, updatedReplicas: 0, availableReplicas: 0 }),
})
type DeploymentFields = z.infer<typeof Deployment>

/**
 * Why a Deployment does not get on, likeliest root first: new pods are blamed before old ones, and the deadline last, for
 * it only tells that it took too long. Empty when it is rolled out or only needs time.
 */
export function workloadCauses({
  deployment,
  newPods,
  oldPods,
  probes,
  now,
}: WorkloadFacts): WorkloadCause[] {
  const parsed = Deployment.safeParse(deployment)
  if (!parsed.success) return []
  const isGoing = deployment.metadata.deletionTimestamp !== undefined
  if (isDone(parsed.data) && !isGoing) return []
  const ofPods = (pods: readonly KubeObject[], version: 'new' | 'old') =>
    pods.flatMap((pod): WorkloadCause[] => {
      const { name } = pod.metadata
      const found = podCause(pod, { probe: probes.get(name), now })
      return found === null ? [] : [{ ...found, version, pods: [name] }]
    })
  const found = [...ofConditions(parsed.data), ...ofPods(newPods, 'new'), ...ofPods(oldPods, 'old')]
  return merged(found).sort((one, other) => rank(one) - rank(other) || other.pods.length - one.pods.length)
}

function rank({ version, cause }: WorkloadCause): number {
  if (cause === 'deadline') return 2 * workloadCauseNames.length
  return (version === 'new' ? 0 : workloadCauseNames.length) + workloadCauseNames.indexOf(cause)
}

/** Rolled out and available, with no pod of the version before: what a single pod does is no reason then. */
function isDone({ metadata, spec, status }: DeploymentFields): boolean {
  const wanted = spec.replicas ?? 1
  return (
    status.observedGeneration >= metadata.generation &&
    status.updatedReplicas >= wanted &&
    status.replicas <= status.updatedReplicas &&
    status.availableReplicas >= wanted
  )
}

function ofConditions({ spec, status }: DeploymentFields): WorkloadCause[] {
  const conditions = status.conditions ?? []
  const held = (type: string, value: string) =>
    conditions.find((condition) => condition.type === type && condition.status === value)
  const told = (cause: WorkloadCauseName, condition: z.infer<typeof Condition> | undefined) => ({
    cause,
    version: 'new' as const,
    pods: [],
    container: null,
    reason: condition?.reason ?? '',
    message: condition?.message ?? '',
    since: condition?.lastTransitionTime ?? null,
  })
  const failure = held('ReplicaFailure', 'True')
  const late = held('Progressing', 'False')
  return [
    ...(spec.paused
      ? [
          told(
            'paused',
            conditions.find(({ reason }) => reason === 'DeploymentPaused'),
          ),
        ]
      : []),
    ...(failure ? [told('quota', failure)] : []),
    ...(late ? [told('deadline', late)] : []),
  ]
}

/** Pods of one version that fail alike are one cause; their words differ in names, times and the turn of a back-off only. */
function merged(causes: readonly WorkloadCause[]): WorkloadCause[] {
  const byKey = new Map<string, WorkloadCause>()
  for (const cause of causes) {
    const key = [cause.version, cause.cause, cause.container].join(' ')
    const known = byKey.get(key)
    byKey.set(
      key,
      known === undefined
        ? cause
        : { ...known, pods: [...known.pods, ...cause.pods], since: earlier(known.since, cause.since) },
    )
  }
  return [...byKey.values()]
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
