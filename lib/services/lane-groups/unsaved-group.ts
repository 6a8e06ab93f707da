import 'server-only'
import { randomUUID } from 'node:crypto'
import { getCluster } from '@/lib/db/clusters'
import type { LaneGroupRecord } from '@/lib/db/lane-groups'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { ServiceContext } from '@/lib/services/context'

/** A document as a group that owns nothing yet. Raises `NotFound` for its cluster. */
export async function unsavedGroup(
  ctx: ServiceContext,
  document: LaneGroupDocument,
): Promise<LaneGroupRecord> {
  const { cluster: clusterName, namespace } = document.spec
  const cluster = await getCluster(ctx.db, clusterName)
  const at = ctx.now()
  return {
    id: randomUUID(),
    name: document.metadata.name,
    clusterId: cluster.id,
    cluster: clusterName,
    namespace,
    document,
    revision: 1,
    pushedRevision: null,
    laneTags: [],
    colours: {},
    createdAt: at,
    updatedAt: at,
    updatedBy: ctx.actor.name,
  }
}
