import type { Words } from '@/lib/words/sentence'
import type { ObjectRef } from './kube-object'

const rootCauseNames = [
  'paused',
  'quota',
  'unschedulable',
  'imagePull',
  'config',
  'crashLoop',
  'readiness',
  'terminating',
] as const
/** What keeps a workload from getting on; the first is the likeliest root of the others. */
export const workloadCauseNames = [...rootCauseNames, 'deadline'] as const
export type WorkloadCauseName = (typeof workloadCauseNames)[number]

/** What keeps a change from getting on: first what nobody can look behind, last what only tells that it took too long. */
export const stuckCauses = [
  'clusterAway',
  'clusterBusy',
  'behindOperation',
  'conflict',
  ...rootCauseNames,
  'baselineShort',
  'noEndpoints',
  'routeRefused',
  'routeUnseen',
  'finalizers',
  'deadline',
] as const

/** One reason why a change does not get on, with what shows it. */
export type StuckCause = {
  cause: (typeof stuckCauses)[number]
  /** The Deployment, the object that is waited for, or that of a conflict; null where no object is to blame. */
  object: ObjectRef | null
  /** One pod that shows it, and how many do. */
  pod: string | null
  pods: number
  container: string | null
  /** Kubernetes' own word for it; null where it has none. */
  reason: string | null
  /** What shows it, in the words of the cluster or of the operation. */
  evidence: Words
  /** ISO 8601; null where nothing tells. */
  since: string | null
  /** The operation that is waited for. */
  operation: string | null
}
