import 'server-only'
import { getConnection } from '@/lib/db/clusters'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { connect } from '@/lib/k8s/connect'
import type { ServiceContext } from '@/lib/services/context'

/** The live client of a registered cluster. Raises `NotFound`. */
export async function clusterClient(
  ctx: Pick<ServiceContext, 'db'>,
  where: { id: string } | { name: string },
): Promise<ClusterClient> {
  return connect(await getConnection(ctx.db, where))
}
