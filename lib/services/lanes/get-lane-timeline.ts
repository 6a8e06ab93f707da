import 'server-only'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { listOperationDetails } from '@/lib/db/operations'
import { listRevisions, type RevisionRecord } from '@/lib/db/revisions'
import { concernsLane } from '@/lib/domain/concerns-lane'
import { documentChanges } from '@/lib/domain/document-changes'
import { laneEvents } from '@/lib/domain/lane-events'
import { versionName } from '@/lib/domain/version-name'
import { AppError } from '@/lib/errors'
import { listAudit } from '@/lib/services/audit/list-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { listLiving } from '@/lib/services/lane-groups/living'
import { requireLane } from '@/lib/services/lane-groups/remove-lane'
import type { LaneTimeline, TimelineEntry } from '@/lib/services/schemas/lanes'
import { translate } from '@/lib/words/translate'
import { readEvents } from './cluster-sight'
import { toLaneOperation } from './lane-operation'

type Lane = { group: LaneGroupRecord; tag: string }

/** As much of each kind is looked through; the page shows the newest of all. */
const looked = 50
const shown = 100

/** What happened to a lane, newest first. What has a twin among revisions or operations is not told twice. */
export async function getLaneTimeline(
  ctx: ServiceContext,
  input: { group: string; lane: string },
): Promise<LaneTimeline> {
  requireRole(ctx, 'viewer')
  const group = await getLaneGroup(ctx.db, input.group)
  await requireLane(ctx, group, input.lane)
  const lane = { group, tag: input.lane }
  const [revisions, operations, people, cluster] = await Promise.all([
    revisionsOf(ctx, lane),
    operationsOf(ctx, lane),
    peopleOf(ctx, lane),
    clusterOf(ctx, lane),
  ])
  const entries = [...revisions, ...operations, ...people, ...cluster.entries]
    .sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id))
    .slice(0, shown)
  return { asOf: ctx.now().toISOString(), entries, clusterProblem: cluster.problem }
}

async function revisionsOf(ctx: ServiceContext, { group, tag }: Lane): Promise<TimelineEntry[]> {
  const found = await listRevisions(ctx.db, group.id, { limit: looked + 1 })
  return found.slice(0, looked).flatMap((revision, index): TimelineEntry[] => {
    const before = found[index + 1]
    const changes = before === undefined ? [] : changesFor(tag, before, revision)
    const isTold = changes.length > 0 || before === undefined || revision.cause === 'rollback'
    if (!isTold) return []
    const { number, cause, createdAt, createdBy, message } = revision
    const at = createdAt.toISOString()
    return [
      { id: `revision-${number}`, kind: 'revision', at, number, cause, who: createdBy, message, changes },
    ]
  })
}

function changesFor(tag: string, before: RevisionRecord, after: RevisionRecord) {
  const documents = [before.document, after.document]
  return documentChanges(before.document, after.document).filter((change) =>
    concernsLane(change, tag, documents),
  )
}

async function operationsOf(ctx: ServiceContext, { group, tag }: Lane): Promise<TimelineEntry[]> {
  const found = await listOperationDetails(ctx.db, { groupName: group.name, limit: looked })
  return found
    .filter(({ lane }) => lane === null || lane === tag)
    .map((operation) => ({
      id: operation.id,
      kind: 'operation',
      at: operation.createdAt,
      operation: toLaneOperation(operation),
      message: operation.error && translate(operation.error.message, ctx.language),
    }))
}

/** What people did that made no revision and began no operation. */
async function peopleOf(ctx: ServiceContext, { group }: Lane): Promise<TimelineEntry[]> {
  const { items } = await listAudit(ctx, { kind: 'LaneGroup', name: group.name, limit: looked })
  return items
    .filter(({ after }) => !isTwin(after))
    .map(({ id, at, actor, action, reason }) => ({
      id: `audit-${id}`,
      kind: 'person',
      at,
      who: actor.name,
      by: actor.kind,
      action,
      reason,
    }))
}

function isTwin(after: unknown): boolean {
  return typeof after === 'object' && after !== null && ('operation' in after || 'revision' in after)
}

async function clusterOf(
  ctx: ServiceContext,
  { group, tag }: Lane,
): Promise<{ entries: TimelineEntry[]; problem: string | null }> {
  const { applications, convention, lanes } = group.document.spec
  const versions = lanes.find((lane) => lane.tag === tag)?.versions ?? []
  const named = versions.flatMap((version) => {
    const application = applications.find(({ name }) => name === version.application)
    return application
      ? [{ kind: 'Deployment', name: versionName({ convention, application, tag, version }) }]
      : []
  })
  const living = (await listLiving(ctx.db, group.id)).filter(({ lane }) => lane === tag)
  try {
    const events = laneEvents(await readEvents(ctx, group), [...named, ...living.map(({ ref }) => ref)])
    const entries = events.map(
      (event): TimelineEntry => ({ ...event, id: `event-${event.id}`, kind: 'cluster' }),
    )
    return { entries, problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { entries: [], problem: translate(error.words, ctx.language) }
  }
}
