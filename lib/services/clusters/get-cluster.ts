import { getCluster as getRecord } from '@/lib/db/clusters'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { ClusterView } from '@/lib/services/schemas/clusters'
import { toClusterView } from './cluster-view'

export async function getCluster(ctx: ServiceContext, input: { name: string }): Promise<ClusterView> {
  requireRole(ctx, 'viewer')
  return toClusterView(await getRecord(ctx.db, input.name), ctx.language)
}
