import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'

const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
})
const DeploymentFields = z.object({
  metadata: z.object({ name: z.string(), generation: z.number().default(0) }),
  spec: z.object({
    replicas: z.number().nullish(),
    paused: z.boolean().nullish(),
    progressDeadlineSeconds: z.number().nullish(),
  }),
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

export type RolloutStatus = {
  state: 'progressing' | 'paused' | 'failed' | 'complete'
  /** kubectl's sentence. */
  message: string
  desired: number
  updated: number
  available: number
}

/**
 * What `kubectl rollout status` says of a Deployment, and `paused` where kubectl would wait for ever.
 * @see https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
export function rolloutStatus(deployment: KubeObject): RolloutStatus {
  const { metadata, spec, status } = DeploymentFields.parse(deployment)
  const { name } = metadata
  const counts = {
    desired: spec.replicas ?? 1,
    updated: status.updatedReplicas,
    available: status.availableReplicas,
  }
  const progressing = (message: string): RolloutStatus =>
    spec.paused
      ? { state: 'paused', message: `deployment "${name}" is paused`, ...counts }
      : { state: 'progressing', message, ...counts }

  if (metadata.generation > status.observedGeneration)
    return progressing('Waiting for deployment spec update to be observed...')
  const condition = status.conditions?.find((candidate) => candidate.type === 'Progressing')
  if (condition?.reason === 'ProgressDeadlineExceeded')
    return { state: 'failed', message: `deployment "${name}" exceeded its progress deadline`, ...counts }
  const waiting = `Waiting for deployment "${name}" rollout to finish`
  if (spec.replicas != null && status.updatedReplicas < spec.replicas)
    return progressing(
      `${waiting}: ${status.updatedReplicas} out of ${spec.replicas} new replicas have been updated...`,
    )
  if (status.replicas > status.updatedReplicas)
    return progressing(
      `${waiting}: ${status.replicas - status.updatedReplicas} old replicas are pending termination...`,
    )
  if (status.availableReplicas < status.updatedReplicas)
    return progressing(
      `${waiting}: ${status.availableReplicas} of ${status.updatedReplicas} updated replicas are available...`,
    )
  return { state: 'complete', message: `deployment "${name}" successfully rolled out`, ...counts }
}

/** Why no pods are made at all (quota, admission), from the Deployment's conditions; null when they are. */
export function replicaFailure(deployment: KubeObject): string | null {
  const { status } = DeploymentFields.parse(deployment)
  const failure = status.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  )
  return failure ? (failure.message ?? failure.reason ?? 'pods cannot be made') : null
}

/** Seconds until a rollout without progress counts as failed. */
export function progressDeadlineSeconds(deployment: KubeObject): number {
  return DeploymentFields.parse(deployment).spec.progressDeadlineSeconds ?? 600
}
