import { z } from 'zod'
import { laneStates } from '@/lib/domain/lane'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { operationKinds, operationStates } from '@/lib/domain/operation'
import { LintView, NoticeView, ObjectRefView, SampleRequest, Timestamp } from './common'
import { LimitView } from './traffic'

export const groupStates = ['draft', 'inSync', 'pending', 'running', 'failed', 'drift', 'unknown'] as const

/** What a group's lane looks like on the cluster, beside what the document says. */
export const LaneStatus = z.strictObject({
  tag: z.string(),
  title: z.string().nullable(),
  state: z.enum(['draft', 'deploying', 'live', 'parked', 'cleaned', 'failed', 'unknown']),
  /** The place in the order of creation, for ever: it decides the lane's colour. */
  colour: z.int(),
  /** Share of the requests that no condition decides, 0..1, as far as the lane's pods can carry it. */
  share: z.number(),
  /** Why the share is less than the rules say, by entry; absent where it is not. */
  limits: z.array(LimitView).optional(),
  applications: z.array(
    z.strictObject({
      application: z.string(),
      workload: z.string(),
      /** What the document says. */
      image: z.string(),
      /** What the Deployment on the cluster runs; null when it is not there or not known. */
      liveImage: z.string().nullable(),
      ready: z.int().nullable(),
      replicas: z.int().nullable(),
      problem: z.string().nullable(),
    }),
  ),
})
export type LaneStatus = z.infer<typeof LaneStatus>

export const GroupStatus = z.strictObject({
  state: z.enum(groupStates),
  /** The last revision that a succeeded operation pushed; null when nothing was pushed yet. */
  pushedRevision: z.int().nullable(),
  operation: z
    .strictObject({
      id: z.string(),
      kind: z.enum(operationKinds),
      state: z.enum(operationStates),
      createdBy: z.string(),
    })
    .nullable(),
  lanes: z.array(LaneStatus),
})
export type GroupStatus = z.infer<typeof GroupStatus>

export const LaneGroupView = z.strictObject({
  document: LaneGroupDocument,
  revision: z.int(),
  updatedAt: Timestamp,
  updatedBy: z.string(),
  status: GroupStatus,
  lint: z.array(LintView),
})
export type LaneGroupView = z.infer<typeof LaneGroupView>

export const LaneGroupSummary = z.strictObject({
  name: z.string(),
  title: z.string().nullable(),
  cluster: z.string(),
  namespace: z.string(),
  revision: z.int(),
  pushedRevision: z.int().nullable(),
  state: z.enum(groupStates),
  entries: z.array(z.strictObject({ name: z.string(), provider: z.string(), host: z.string().nullable() })),
  applications: z.int(),
  lanes: z.array(
    z.strictObject({
      tag: z.string(),
      state: z.enum(laneStates),
      colour: z.int(),
      share: z.number(),
    }),
  ),
  updatedAt: Timestamp,
  updatedBy: z.string(),
})
export type LaneGroupSummary = z.infer<typeof LaneGroupSummary>

export const LaneGroupList = z.strictObject({
  items: z.array(LaneGroupSummary),
  nextCursor: z.string().nullable(),
  total: z.int(),
})
export type LaneGroupList = z.infer<typeof LaneGroupList>

export const ListLaneGroupsInput = z.strictObject({
  search: z.string().max(200).optional(),
  cluster: z.string().max(63).optional(),
  state: z.enum(groupStates).optional(),
  sort: z.enum(['name', 'updated']).default('name'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})
export type ListLaneGroupsInput = z.input<typeof ListLaneGroupsInput>

export const SavedLaneGroup = z.strictObject({
  name: z.string(),
  revision: z.int(),
  created: z.boolean(),
  notices: z.array(NoticeView),
  lint: z.array(LintView),
})
export type SavedLaneGroup = z.infer<typeof SavedLaneGroup>

export const FieldDiff = z.strictObject({ path: z.string(), before: z.unknown(), after: z.unknown() })
export type FieldDiff = z.infer<typeof FieldDiff>

export const PlanChangeView = z.strictObject({
  action: z.enum(['create', 'update', 'delete', 'unchanged']),
  phase: z.enum(['baseline', 'config', 'workload', 'service', 'subset', 'inner', 'route']),
  /** The place in the order of work, from 1; changes with one number run together. */
  order: z.int(),
  object: ObjectRefView,
  owner: z.enum(['ours', 'user']),
  lane: z.string().nullable(),
  application: z.string().nullable(),
  /** What is waited for before the next order: available pods, ready endpoints, drained connections, or nothing. */
  wait: z.enum(['available', 'endpoints', 'drain', 'none']),
  diff: z.array(FieldDiff),
  /** The whole object as YAML before and after; null where it does not exist. */
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type PlanChangeView = z.infer<typeof PlanChangeView>

/** Of a change that was looked at, what it rests on: the fields as they stood, or a hash of the whole that is made. */
export const SeenChange = z.strictObject({
  object: z.string().max(400),
  action: z.enum(['create', 'update', 'delete']),
  fields: z.record(z.string().max(1_000), z.unknown()),
  whole: z.string().max(100).nullable(),
})
export type SeenChange = z.infer<typeof SeenChange>

export const PlanConflict = z.strictObject({
  object: ObjectRefView,
  code: z.string(),
  message: z.string(),
  manager: z.string().nullable(),
  field: z.string().nullable(),
})
export type PlanConflict = z.infer<typeof PlanConflict>

export const PlanView = z.strictObject({
  group: z.string(),
  revision: z.int(),
  cluster: z.string(),
  namespace: z.string(),
  changes: z.array(PlanChangeView),
  notices: z.array(NoticeView),
  conflicts: z.array(PlanConflict),
  /** Objects that could not be planned and why, such as an entry without a base route. */
  errors: z.array(
    z.strictObject({
      code: z.string(),
      message: z.string(),
      path: z.string(),
      counterExample: SampleRequest.optional(),
    }),
  ),
})
export type PlanView = z.infer<typeof PlanView>

export const RevisionView = z.strictObject({
  number: z.int(),
  cause: z.enum(['save', 'park', 'clean', 'resume', 'promote', 'remove', 'rollback']),
  createdAt: Timestamp,
  createdBy: z.string(),
  message: z.string().nullable(),
  /** The operation that pushed it last, if any. */
  operation: z.strictObject({ id: z.string(), kind: z.string(), state: z.string() }).nullable(),
  pushed: z.boolean(),
  baseline: z.array(
    z.strictObject({
      application: z.string(),
      deployment: z.string(),
      service: z.string().nullable(),
      images: z.array(z.strictObject({ container: z.string(), image: z.string() })),
    }),
  ),
  document: LaneGroupDocument,
})
export type RevisionView = z.infer<typeof RevisionView>

export const RevisionList = z.strictObject({
  items: z.array(RevisionView),
  nextCursor: z.string().nullable(),
})
export type RevisionList = z.infer<typeof RevisionList>
