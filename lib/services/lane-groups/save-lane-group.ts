import { say } from '@/lib/words/sentence'
import { speakMessage } from './speak-message'
import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import type { Transaction } from '@/lib/db/client'
import { getCluster } from '@/lib/db/clusters'
import { uniqueOr } from '@/lib/db/errors'
import { findLaneGroup, insertLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { insertRevision } from '@/lib/db/revisions'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { invalid } from '@/lib/services/field-errors'
import type { SavedLaneGroup } from '@/lib/services/schemas/lane-groups'
import { admitRequest } from './admit-request'
import { documentDiff } from './document-diff'
import { lintDocument } from './lint-document'
import { listLiving, stillLive } from './living'
import { type BaselineReading, readBaseline } from './read-baseline'
import { readDocument } from './read-document'
import { rivalGroups } from './rival-groups'
import { refuseSameObjects, staleRevision, writeRevision } from './write-revision'

export type SaveLaneGroupInput = {
  name: string
  document: unknown
  /** The revision that the caller has seen; null = none, for a group that is to be new. */
  ifRevision: number | null
  /** Whether lanes that live may be dropped; the next push takes them off the cluster. */
  retire?: boolean
  message?: string
  /** What is written with a new group, in the same transaction. */
  along?: (tx: Transaction, group: { groupId: string; clusterId: string }) => Promise<void>
}

/**
 * Creates a group or gives it its next revision. Raises `Invalid` and `Unsupported` by field,
 * `PreconditionRequired` and `Conflict` by revision, `StillLive` for a lane that is dropped while it lives.
 */
export async function saveLaneGroup(ctx: ServiceContext, input: SaveLaneGroupInput): Promise<SavedLaneGroup> {
  requireRole(ctx, 'operator')
  const document = readDocument(input.document)
  if (document.metadata.name !== input.name) {
    throw invalid({ 'metadata.name': [say('refusals.nameInAddress', { name: input.name })] })
  }
  const cluster = await getCluster(ctx.db, document.spec.cluster).catch((error) => {
    if (error instanceof AppError) throw invalid({ 'spec.cluster': [say('refusals.notCluster')] })
    throw error
  })
  const before = await findLaneGroup(ctx.db, { name: input.name })
  checkPrecondition(input, before)
  const reading = await readBaseline(ctx, cluster.id, document)
  const revision = before
    ? await update(ctx, before, document, input, reading)
    : await create(ctx, cluster.id, document, input, reading)
  const created = before === null
  return {
    name: input.name,
    revision,
    created,
    notices: reading.notices.map((notice) => speakMessage(notice, ctx.language)),
    lint: lintDocument(document, await rivalGroups(ctx.db, cluster.id, document), ctx.language),
  }
}

function checkPrecondition({ name, ifRevision }: SaveLaneGroupInput, before: LaneGroupRecord | null): void {
  if (before === null && ifRevision !== null) {
    throw new AppError('Conflict', say('refusals.groupGone', { name }))
  }
  if (before === null) return
  if (ifRevision === null) {
    throw new AppError(
      'PreconditionRequired',
      say('refusals.groupExists', { name, revision: before.revision }),
      { details: { revision: before.revision } },
    )
  }
  if (ifRevision !== before.revision) throw staleRevision(name, before.revision)
}

async function create(
  ctx: ServiceContext,
  clusterId: string,
  document: LaneGroupDocument,
  input: SaveLaneGroupInput,
  { baseline }: BaselineReading,
): Promise<number> {
  const at = ctx.now()
  const by = ctx.actor.name
  await uniqueOr(say('refusals.groupCreated', { name: input.name }), () =>
    ctx.db.$transaction(async (tx) => {
      await refuseSameObjects(tx, clusterId, document)
      const groupId = await insertLaneGroup(tx, { document, clusterId, at, by })
      const message = input.message ?? null
      const first = { groupId, number: 1, document, baseline, cause: 'save', message } as const
      await insertRevision(tx, { ...first, createdAt: at, createdBy: by })
      await input.along?.(tx, { groupId, clusterId })
      await recordAudit(tx, ctx, {
        action: 'create',
        target: { kind: 'LaneGroup', name: input.name },
        after: { revision: 1, changes: documentDiff(null, document) },
        reason: message,
      })
    }),
  )
  return 1
}

async function update(
  ctx: ServiceContext,
  before: LaneGroupRecord,
  document: LaneGroupDocument,
  input: SaveLaneGroupInput,
  { baseline }: BaselineReading,
): Promise<number> {
  if (isDeepStrictEqual(document, before.document)) return before.revision
  return ctx.db.$transaction(async (tx) => {
    await refuseWhileDeleting(tx, before)
    await refuseDroppingLive(tx, before, document, input.retire ?? false)
    const message = input.message ?? null
    return writeRevision(tx, ctx, before, { document, baseline, cause: 'save', message })
  })
}

export async function refuseWhileDeleting(tx: Transaction, group: LaneGroupRecord): Promise<void> {
  await admitRequest(tx, group, { kind: 'save' })
}

async function refuseDroppingLive(
  tx: Transaction,
  before: LaneGroupRecord,
  document: LaneGroupDocument,
  retire: boolean,
): Promise<void> {
  const living = await listLiving(tx, before.id)
  if (living.length === 0) return
  const { cluster, namespace } = document.spec
  if (cluster !== before.cluster || namespace !== before.namespace) {
    throw stillLive(say('refusals.placeWhileLiving'), living)
  }
  const kept = new Set(['baseline', ...document.spec.lanes.map(({ tag }) => tag)])
  const dropped = living.filter(({ lane }) => !kept.has(lane))
  if (dropped.length === 0 || retire) return
  const lanes = [...new Set(dropped.map(({ lane }) => lane))].join(', ')
  throw stillLive(say('refusals.laneLives', { lanes }), dropped)
}
