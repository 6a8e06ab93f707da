import { z } from 'zod'
import { operationKinds, operationStates } from '@/lib/domain/operation'
import { stuckCauses } from '@/lib/domain/stuck-cause'
import { ObjectRefView, Timestamp } from './common'
import { FieldDiff, LaneStatus, PlanChangeView, RevisionView } from './lane-groups'
import { LimitView } from './traffic'

/** Why something does not get on; see `StuckCause` of the domain. */
export const StuckCauseView = z.strictObject({
  cause: z.enum(stuckCauses),
  object: ObjectRefView.nullable(),
  pod: z.string().nullable(),
  pods: z.int(),
  container: z.string().nullable(),
  evidence: z.string(),
  since: Timestamp.nullable(),
  operation: z.string().nullable(),
})
export type StuckCauseView = z.infer<typeof StuckCauseView>

export const StuckView = z.strictObject({ asOf: Timestamp, causes: z.array(StuckCauseView) })
export type StuckView = z.infer<typeof StuckView>

/** One version of an application as it runs: the figures are the Deployment's own. */
export const VersionFigures = z.strictObject({
  workload: z.string(),
  image: z.string().nullable(),
  ready: z.int(),
  desired: z.int(),
  /** Pods of the version before that are still there. */
  old: z.int(),
  /** Share of the requests that it should take, 0..1; null where conditions decide. */
  share: z.number().nullable(),
  problem: z.string().nullable(),
})
export type VersionFigures = z.infer<typeof VersionFigures>

export const LaneOperation = z.strictObject({
  id: z.string(),
  kind: z.enum(operationKinds),
  state: z.enum(operationStates),
  lane: z.string().nullable(),
  revision: z.int(),
  createdAt: Timestamp,
  createdBy: z.string(),
  finishedAt: Timestamp.nullable(),
  supersededBy: z.string().nullable(),
})
export type LaneOperation = z.infer<typeof LaneOperation>

/** A lane as it stands: what the document says beside what runs. */
export const LaneView = z.strictObject({
  group: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  tag: z.string(),
  title: z.string().nullable(),
  colour: z.int(),
  asOf: Timestamp,
  revision: z.int(),
  pushedRevision: z.int().nullable(),
  updatedAt: Timestamp,
  updatedBy: z.string(),
  state: LaneStatus.shape.state,
  /** Of the requests that no condition decides, 0..1, as far as its pods can carry it. */
  share: z.number(),
  /** Why that is less than the rules say, by entry; absent where it is not. */
  limits: z.array(LimitView).optional(),
  /** The rules with conditions that lead here. */
  rules: z.array(z.string()),
  /** The last operation of the group. */
  operation: LaneOperation.nullable(),
  applications: z.array(
    z.strictObject({
      application: z.string(),
      baseline: VersionFigures.nullable(),
      /** The image that the document gives the lane; null = it falls back to the baseline. */
      wanted: z.string().nullable(),
      lane: VersionFigures.nullable(),
    }),
  ),
  /** Null where the cluster does not answer. */
  clusterAge: z.number().nullable(),
  causes: z.array(StuckCauseView),
})
export type LaneView = z.infer<typeof LaneView>

export const LaneObjectView = z.strictObject({
  object: ObjectRefView,
  application: z.string().nullable(),
  /** It leads to, or is, the baseline as well: a route that the lane has a part in, a baseline that was given its images. */
  shared: z.boolean(),
  owner: PlanChangeView.shape.owner,
  action: PlanChangeView.shape.action,
  diff: z.array(FieldDiff),
  live: z.string().nullable(),
  desired: z.string().nullable(),
  createdAt: Timestamp.nullable(),
  workload: z
    .strictObject({ ready: z.int(), desired: z.int(), updated: z.int(), available: z.int() })
    .nullable(),
  service: z
    .strictObject({
      type: z.string(),
      clusterIp: z.string().nullable(),
      externalIp: z.string().nullable(),
      ports: z.array(z.string()),
    })
    .nullable(),
  /** kubectl's columns of a route; one that its kind does not have is null. */
  route: z
    .strictObject({
      gateways: z.array(z.string()).nullable(),
      hosts: z.array(z.string()),
      addresses: z.array(z.string()).nullable(),
      ports: z.array(z.int()).nullable(),
    })
    .nullable(),
})
export type LaneObjectView = z.infer<typeof LaneObjectView>

export const LaneObjects = z.strictObject({
  asOf: Timestamp,
  revision: z.int(),
  items: z.array(LaneObjectView),
  /** What kept objects from being planned, in words. */
  problems: z.array(z.string()),
})
export type LaneObjects = z.infer<typeof LaneObjects>

const Entry = { id: z.string(), at: Timestamp }
export const TimelineEntry = z.discriminatedUnion('kind', [
  z.strictObject({
    ...Entry,
    kind: z.literal('revision'),
    number: z.int(),
    cause: RevisionView.shape.cause,
    who: z.string(),
    message: z.string().nullable(),
    /** Differences from the revision before, in the shape of `DocumentChange`. */
    changes: z.array(z.looseObject({ kind: z.string() })),
  }),
  z.strictObject({
    ...Entry,
    kind: z.literal('operation'),
    operation: LaneOperation,
    message: z.string().nullable(),
  }),
  z.strictObject({
    ...Entry,
    kind: z.literal('person'),
    who: z.string(),
    by: z.enum(['user', 'token', 'system']),
    action: z.string(),
    reason: z.string().nullable(),
  }),
  z.strictObject({
    ...Entry,
    kind: z.literal('cluster'),
    severity: z.enum(['Normal', 'Warning']),
    reason: z.string(),
    message: z.string(),
    object: ObjectRefView,
    count: z.int(),
    source: z.string(),
  }),
])
export type TimelineEntry = z.infer<typeof TimelineEntry>

export const LaneTimeline = z.strictObject({
  asOf: Timestamp,
  entries: z.array(TimelineEntry),
  /** Why the cluster's events are not among them; null when they are. */
  clusterProblem: z.string().nullable(),
})
export type LaneTimeline = z.infer<typeof LaneTimeline>
