import type { Database } from '@/lib/db/client'
import type { OperationRecord } from '@/lib/db/operations'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import type { Desired, LiveState, Plan } from '@/lib/plan/types'
import type { LeaseKeeper } from './lease-keeper'
import type { ProgressLog } from './progress-log'

/** What should stand beside what stands, at one moment (milliseconds of the monotonic clock). */
export type Compared = { at: number; desired: Desired; plan: Plan; live: LiveState }

/** What the steps of one run share. */
export type Run = {
  db: Database
  client: ClusterClient
  installation: string
  operation: OperationRecord
  group: { id: string; name: string; clusterId: string; namespace: string }
  /** What is to stand on the cluster when it is done. */
  target: LaneGroupDocument
  keeper: LeaseKeeper
  log: ProgressLog
  /** The last comparison, as long as nothing was done since. */
  compared: Compared | null
}
