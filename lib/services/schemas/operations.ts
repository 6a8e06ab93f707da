import { z } from 'zod'
import { DnsLabel } from '@/lib/domain/names'
import { objectResults, operationKinds, operationStates, stepNames, stepStates } from '@/lib/domain/operation'
import { ObjectRefView, Timestamp } from './common'

export const OperationObject = z.strictObject({
  ref: ObjectRefView,
  /** What is being done or was done, in kubectl's words; `waiting` carries pod and reason in `message`. */
  result: z.enum(objectResults),
  message: z.string().nullable(),
  updatedAt: Timestamp,
})
export type OperationObject = z.infer<typeof OperationObject>

export const OperationStepView = z.strictObject({
  name: z.enum(stepNames),
  state: z.enum(stepStates),
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  objects: z.array(OperationObject),
})
export type OperationStepView = z.infer<typeof OperationStepView>

export const OperationView = z.strictObject({
  id: z.string(),
  kind: z.enum(operationKinds),
  state: z.enum(operationStates),
  group: z.string(),
  cluster: z.string(),
  revision: z.int(),
  lane: z.string().nullable(),
  createdAt: Timestamp,
  createdBy: z.string(),
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  /** Rises with every change, so that a reader can tell old from new. */
  version: z.int(),
  attempts: z.int(),
  /** The operation that replaced this one (a roll back or abort), if any. */
  supersededBy: z.string().nullable(),
  error: z
    .strictObject({ code: z.string(), message: z.string(), object: ObjectRefView.optional() })
    .nullable(),
  notices: z.array(z.string()),
  steps: z.array(OperationStepView),
})
export type OperationView = z.infer<typeof OperationView>

export const OperationAccepted = z.strictObject({ operation: OperationView })
export const OperationList = z.strictObject({
  items: z.array(OperationView),
  nextCursor: z.string().nullable(),
})

export const RollBackInput = z.strictObject({ revision: z.int().min(1) })

export const PromoteInput = z.strictObject({
  /** Of the lane's; left out, all of them. */
  applications: z.array(DnsLabel).min(1).max(200).optional(),
  /** `image`: the baselines get the lane's images. `switch`: the lane's workloads become the baselines. */
  strategy: z.enum(['image', 'switch']),
  /** What becomes of the lane. */
  after: z.enum(['park', 'remove', 'clean', 'keep']),
  seen: z
    .record(DnsLabel, z.string().max(512))
    .describe('The image that the baseline of each of these applications must still run, by application.')
    .optional(),
})
export type PromoteInput = z.infer<typeof PromoteInput>

/** What is planned in place of a push. */
export const PlanInput = z
  .strictObject({
    promote: PromoteInput.extend({ lane: DnsLabel }).optional(),
    rollback: z.int().min(1).optional(),
  })
  .optional()
