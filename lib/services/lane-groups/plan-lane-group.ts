import 'server-only'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { installationId } from '@/lib/db/settings'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { readLiveState } from '@/lib/operations/live-state'
import { buildDesired } from '@/lib/plan/desired'
import { plan } from '@/lib/plan/plan'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { PlanView } from '@/lib/services/schemas/lane-groups'
import { toPlanView } from './plan-view'
import { previewChanges } from './preview-changes'
import { readDocument } from './read-document'
import { routesAround } from './routes-around'
import { withoutLane } from './without-lane'

export type PlanLaneGroupInput = {
  group: string
  /** A document that is not saved yet, in place of the saved one. */
  document?: unknown
  /** Plan as if this lane were removed. */
  withoutLane?: string
}

const answerMs = 10_000

/** What a push would do now. Nothing is changed, neither in the database nor on the cluster. */
export async function planLaneGroup(ctx: ServiceContext, input: PlanLaneGroupInput): Promise<PlanView> {
  requireRole(ctx, 'viewer')
  const group = await getLaneGroup(ctx.db, input.group)
  const document = documentToPlan(group, input)
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
    ...(await routesAround(client, document, signal)),
  })
  const made = plan(desired, live)
  const preview = await previewChanges(client, made, signal)
  const judged = {
    ...made,
    conflicts: [...made.conflicts, ...preview.conflicts],
    errors: [...made.errors, ...preview.errors],
  }
  return toPlanView(group, judged, ctx.language)
}

function documentToPlan(group: LaneGroupRecord, input: PlanLaneGroupInput): LaneGroupDocument {
  const document = input.document === undefined ? group.document : readDocument(input.document)
  return input.withoutLane === undefined ? document : withoutLane(document, input.withoutLane)
}
