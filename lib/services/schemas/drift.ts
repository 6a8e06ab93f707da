import { z } from 'zod'
import { driftKinds } from '@/lib/plan/drift'
import { ObjectRefView, Timestamp } from './common'
import { OperationView } from './operations'

export const DriftFindingView = z.strictObject({
  kind: z.enum(driftKinds),
  object: ObjectRefView,
  /** `ours`: an object that Lanekeeper made. `user`: one of the user's of which it changed fields. */
  owner: z.enum(['ours', 'user']),
  lane: z.string(),
  /** In words such as `spec.template.spec.containers[web].image`; null = the whole object. */
  path: z.string().nullable(),
  /** Null = absent. Of a Secret keyed hashes. */
  wanted: z.unknown(),
  live: z.unknown(),
  /** Who wrote the field last, by the cluster's own bookkeeping. */
  manager: z.string().nullable(),
  at: Timestamp.nullable(),
  /** False where only the last writer of the object is known. */
  isSure: z.boolean(),
  /** Why the live value cannot become the document's, as far as can be told before it is tried; null = it may. */
  notAdoptable: z.string().nullable(),
})
export type DriftFindingView = z.infer<typeof DriftFindingView>

export const driftStates = ['none', 'busy', 'unknown', 'clean', 'drifted', 'lost'] as const

export const DriftView = z.strictObject({
  /** `none`: nothing was pushed. `busy`: an operation runs. `unknown`: the cluster cannot be seen. */
  state: z.enum(driftStates),
  /** The revision that the cluster is compared with. */
  revision: z.int().nullable(),
  /** When the cluster was last known to be as shown. */
  asOf: Timestamp.nullable(),
  /** Why it is not current. */
  problem: z.string().nullable(),
  operation: z.string().nullable(),
  findings: z.array(DriftFindingView),
  /** Why nothing can be brought back; null = it can. */
  notReappliable: z.string().nullable(),
  autoHeal: z.strictObject({
    on: z.boolean(),
    stopped: z
      .strictObject({
        /** `contested`: a field is changed again and again. `restored`: the cluster went back to an earlier state. `failed`: a heal failed. */
        reason: z.enum(['contested', 'restored', 'failed']),
        at: Timestamp,
        object: ObjectRefView.nullable(),
        path: z.string().nullable(),
        manager: z.string().nullable(),
        times: z.int(),
      })
      .nullable(),
  }),
})
export type DriftView = z.infer<typeof DriftView>

export const AutoHealInput = z.strictObject({ on: z.boolean() })

/** The field to adopt, and the value that the caller has seen there (null = absent). */
export const AdoptDriftInput = z.strictObject({
  object: ObjectRefView,
  path: z.string().min(1).max(1_000),
  live: z.unknown(),
})
export type AdoptDriftInput = z.infer<typeof AdoptDriftInput>

export const DriftAdopted = z.strictObject({ revision: z.int(), operation: OperationView })
