import type { ObjectRef } from './kube-object'

/** What keeps a change from getting on; the first is the likeliest root of the others. */
export const stuckCauses = [
  'clusterAway',
  'behindOperation',
  'conflict',
  'paused',
  'quota',
  'unschedulable',
  'imagePull',
  'config',
  'crashLoop',
  'readiness',
  'deadline',
] as const

/** One reason why a change does not get on, with what shows it. */
export type StuckCause = {
  cause: (typeof stuckCauses)[number]
  /** The Deployment, or the object of a conflict; null where no object is to blame. */
  object: ObjectRef | null
  /** One pod that shows it, and how many do. */
  pod: string | null
  pods: number
  container: string | null
  /** The cluster's own words, or those of the operation. */
  evidence: string
  /** ISO 8601; null where nothing tells. */
  since: string | null
  /** The operation that is waited for. */
  operation: string | null
}
