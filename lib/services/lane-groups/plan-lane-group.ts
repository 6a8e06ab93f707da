import 'server-only'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { findLastOperation, findOperation } from '@/lib/db/operations'
import { installationId } from '@/lib/db/settings'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { readLiveState } from '@/lib/operations/live-state'
import { promoted, wantedBaselines } from '@/lib/operations/wanted-baselines'
import { buildDesired } from '@/lib/plan/desired'
import { plan } from '@/lib/plan/plan'
import type { WantedBaselines } from '@/lib/plan/types'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { PlanView } from '@/lib/services/schemas/lane-groups'
import type { PromoteInput } from '@/lib/services/schemas/operations'
import { toPlanView } from './plan-view'
import { previewChanges } from './preview-changes'
import { planPromotion } from './promote-lane'
import { readDocument } from './read-document'
import { formerImages, getRevision } from './roll-back'
import { routesAround } from './routes-around'
import { withoutLane } from './without-lane'

export type PlanLaneGroupInput = {
  group: string
  /** A document that is not saved yet, in place of the saved one. */
  document?: unknown
  /** Plan as if this lane were removed. */
  withoutLane?: string
  /** With the baselines as this lane's promote gives them, where that is the last operation and has not failed. */
  promotedLane?: string
  /** Plan what a promote would do. */
  promote?: PromoteInput & { lane: string }
  /** Plan a roll back to this revision. */
  rollback?: number
}

const answerMs = 10_000

/** What a push would do now. Nothing is changed, neither in the database nor on the cluster. */
export async function planLaneGroup(ctx: ServiceContext, input: PlanLaneGroupInput): Promise<PlanView> {
  requireRole(ctx, 'viewer')
  const group = await getLaneGroup(ctx.db, input.group)
  const { made, client, signal } = await planNow(ctx, group, input)
  const preview = await previewChanges(client, made, signal)
  const judged = {
    ...made,
    conflicts: [...made.conflicts, ...preview.conflicts],
    errors: [...made.errors, ...preview.errors],
  }
  return toPlanView(group, judged, ctx.language)
}

/** The plan as the console makes it, which the cluster was not asked about. */
export async function planNow(ctx: ServiceContext, group: LaneGroupRecord, input: PlanLaneGroupInput) {
  const { document, baselines } = await whatToPlan(ctx, group, input)
  const [client, installation] = await Promise.all([
    clusterClient(ctx, { id: group.clusterId }),
    installationId(ctx.db),
  ])
  const signal = AbortSignal.timeout(answerMs)
  const { live } = await readLiveState({
    client,
    reader: ctx.db,
    installation,
    group,
    document,
    source: 'cache',
    signal,
  })
  const desired = buildDesired({
    document,
    live,
    installation,
    revision: group.revision,
    readiness: 'assumed',
    ...(baselines && { baselines }),
    ...(await routesAround(client, document, signal)),
  })
  return { made: plan(desired, live), client, signal }
}

type Wanted = { document: LaneGroupDocument; baselines?: WantedBaselines | undefined }

async function whatToPlan(
  ctx: ServiceContext,
  group: LaneGroupRecord,
  input: PlanLaneGroupInput,
): Promise<Wanted> {
  const groupId = group.id
  if (input.promote !== undefined) {
    const { document, images } = await planPromotion(ctx, group, input.promote)
    return { document, baselines: promoted(group.document, document, { images, lane: input.promote.lane }) }
  }
  if (input.rollback !== undefined) {
    const { document, baseline } = await getRevision(ctx.db, group, input.rollback)
    const images = formerImages(baseline)
    const asked = { kind: 'rollback', groupId, images, revisionNumber: input.rollback, lane: null } as const
    return { document, baselines: await wantedBaselines(ctx.db, asked) }
  }
  const document = documentToPlan(group, input)
  const { promotedLane } = input
  return promotedLane === undefined
    ? { document }
    : { document, baselines: await lastPromoted(ctx, group, promotedLane) }
}

async function lastPromoted(
  { db }: ServiceContext,
  group: LaneGroupRecord,
  lane: string,
): Promise<WantedBaselines | undefined> {
  const last = await findLastOperation(db, group.id)
  const isMeant =
    last?.kind === 'promote' &&
    last.revisionNumber === group.revision &&
    last.state !== 'failed' &&
    last.state !== 'aborted'
  const operation = isMeant ? await findOperation(db, last.id) : null
  return operation?.lane === lane ? wantedBaselines(db, operation) : undefined
}

function documentToPlan(group: LaneGroupRecord, input: PlanLaneGroupInput): LaneGroupDocument {
  const document = input.document === undefined ? group.document : readDocument(input.document)
  return input.withoutLane === undefined ? document : withoutLane(document, input.withoutLane)
}
