import type { ClusterRecord } from '@/lib/db/clusters'
import type { ClusterView } from '@/lib/services/schemas/clusters'

export function toClusterView(cluster: ClusterRecord): ClusterView {
  const { name, server, context, reachable, version, problem, groups } = cluster
  return {
    name,
    server,
    context,
    reachable,
    version,
    checkedAt: cluster.checkedAt?.toISOString() ?? null,
    problem,
    groups,
    createdAt: cluster.createdAt.toISOString(),
  }
}
