import { deleteCluster as deleteRecord, getCluster } from '@/lib/db/clusters'
import { AppError } from '@/lib/errors'
import { disconnect } from '@/lib/k8s/connect'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { say } from '@/lib/words/sentence'

/** Forgets a cluster that no group uses. Raises `StillLive` otherwise. */
export async function deleteCluster(ctx: ServiceContext, input: { name: string }): Promise<void> {
  requireRole(ctx, 'admin')
  const id = await ctx.db.$transaction(async (tx) => {
    const cluster = await getCluster(tx, input.name)
    if (cluster.groups > 0) {
      throw new AppError(
        'StillLive',
        say('refusals.clusterInUse', { name: cluster.name, count: cluster.groups }),
      )
    }
    await deleteRecord(tx, cluster.id)
    const target = { kind: 'Cluster', name: cluster.name }
    await recordAudit(tx, ctx, { action: 'delete', target, before: { server: cluster.server } })
    return cluster.id
  })
  await disconnect(id)
}
