import 'server-only'
import { groupState } from '@/lib/db/lane-group-list'
import { getLaneGroup as getRecord, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { findLastOperation } from '@/lib/db/operations'
import type { KubeObject } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { GroupStatus, LaneGroupView } from '@/lib/services/schemas/lane-groups'
import { laneStatuses } from './lane-status'
import { lintDocument } from './lint-document'
import { liveDeployments } from './live-deployments'
import { listLiving } from './living'
import { rivalGroups } from './rival-groups'

/** The document of a group with what is known of it on the cluster. */
export async function getLaneGroup(ctx: ServiceContext, input: { group: string }): Promise<LaneGroupView> {
  requireRole(ctx, 'viewer')
  const group = await getRecord(ctx.db, input.group)
  return {
    document: group.document,
    revision: group.revision,
    updatedAt: group.updatedAt.toISOString(),
    updatedBy: group.updatedBy,
    status: await readStatus(ctx, group),
    lint: lintDocument(
      group.document,
      await rivalGroups(ctx.db, group.clusterId, group.document),
      ctx.language,
    ),
  }
}

async function readStatus(ctx: ServiceContext, group: LaneGroupRecord): Promise<GroupStatus> {
  const [state, operation, living, deployments] = await Promise.all([
    groupState(ctx.db, group.id),
    findLastOperation(ctx.db, group.id),
    listLiving(ctx.db, group.id),
    deploymentsByName(ctx, group),
  ])
  const livingLanes = new Set(living.map(({ lane }) => lane))
  return {
    state: deployments === null && state === 'inSync' ? 'unknown' : state,
    pushedRevision: group.pushedRevision,
    operation: operation && {
      id: operation.id,
      kind: operation.kind,
      state: operation.state,
      createdBy: operation.createdBy,
    },
    lanes: laneStatuses(group, { deployments, operation, livingLanes }, ctx.language),
  }
}

/** Null where the cluster does not answer: then nothing is known, and the page says so. */
async function deploymentsByName(
  ctx: ServiceContext,
  { clusterId, namespace }: LaneGroupRecord,
): Promise<ReadonlyMap<string, KubeObject> | null> {
  try {
    const live = await liveDeployments(await clusterClient(ctx, { id: clusterId }), namespace)
    return new Map(live.map((object) => [object.metadata.name, object]))
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
