import { listClusters as listRecords } from '@/lib/db/clusters'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { ClusterView } from '@/lib/services/schemas/clusters'
import { toClusterView } from './cluster-view'

export async function listClusters(ctx: ServiceContext): Promise<{ items: ClusterView[] }> {
  requireRole(ctx, 'viewer')
  return { items: (await listRecords(ctx.db)).map((cluster) => toClusterView(cluster, ctx.language)) }
}
