import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import { say, type Words } from '@/lib/words/sentence'

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
  message: Words
  desired: number
  updated: number
  available: number
}

/**
 * What `kubectl rollout status` says of a Deployment, and `paused` where kubectl would wait for ever.
 * @see https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
export function rolloutStatus(deployment: KubeObject): RolloutStatus {
  const { metadata, spec } = DeploymentFields.parse(deployment)
  const status = kubectlStatus(deployment)
  return status.state === 'progressing' && spec.paused
    ? { ...status, state: 'paused', message: say('progress.rolloutPaused', { name: metadata.name }) }
    : status
}

/** The same without a word of a pause, of which `kubectl rollout status` knows nothing. */
export function kubectlStatus(deployment: KubeObject): RolloutStatus {
  const { metadata, spec, status } = DeploymentFields.parse(deployment)
  const { name } = metadata
  const counts = {
    desired: spec.replicas ?? 1,
    updated: status.updatedReplicas,
    available: status.availableReplicas,
  }
  const progressing = (message: Words): RolloutStatus => ({ state: 'progressing', message, ...counts })

  if (metadata.generation > status.observedGeneration) return progressing(say('progress.rolloutUnseen'))
  const condition = status.conditions?.find((candidate) => candidate.type === 'Progressing')
  if (condition?.reason === 'ProgressDeadlineExceeded')
    return { state: 'failed', message: say('progress.rolloutLate', { name }), ...counts }
  if (spec.replicas != null && status.updatedReplicas < spec.replicas)
    return progressing(
      say('progress.rolloutUpdated', { name, count: status.updatedReplicas, total: spec.replicas }),
    )
  if (status.replicas > status.updatedReplicas)
    return progressing(
      say('progress.rolloutEnding', { name, count: status.replicas - status.updatedReplicas }),
    )
  if (status.availableReplicas < status.updatedReplicas)
    return progressing(
      say('progress.rolloutAvailable', {
        name,
        count: status.availableReplicas,
        total: status.updatedReplicas,
      }),
    )
  return { state: 'complete', message: say('progress.rolloutDone', { name }), ...counts }
}

/** Why no pods are made at all (quota, admission), from the Deployment's conditions; null when they are. */
export function replicaFailure(deployment: KubeObject): Words | null {
  const { status } = DeploymentFields.parse(deployment)
  const failure = status.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  )
  return failure ? (failure.message ?? failure.reason ?? say('progress.noPods')) : null
}

/** Seconds until a rollout without progress counts as failed. */
export function progressDeadlineSeconds(deployment: KubeObject): number {
  return DeploymentFields.parse(deployment).spec.progressDeadlineSeconds ?? 600
}
