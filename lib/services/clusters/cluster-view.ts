import type { ClusterRecord } from '@/lib/db/clusters'
import type { ClusterView } from '@/lib/services/schemas/clusters'
import { type Language, translate } from '@/lib/words/translate'

export function toClusterView(cluster: ClusterRecord, language: Language): ClusterView {
  const { name, server, context, reachable, version, problem, groups } = cluster
  return {
    name,
    server,
    context,
    reachable,
    version,
    checkedAt: cluster.checkedAt?.toISOString() ?? null,
    problem: problem === null ? null : translate(problem, language),
    groups,
    createdAt: cluster.createdAt.toISOString(),
  }
}
