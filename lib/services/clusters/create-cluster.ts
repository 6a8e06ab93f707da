import { insertCluster } from '@/lib/db/clusters'
import { uniqueOr } from '@/lib/db/errors'
import { parseKubeconfig } from '@/lib/k8s/parse-kubeconfig'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { invalid, parseInput } from '@/lib/services/field-errors'
import { type ClusterView, CreateClusterInput } from '@/lib/services/schemas/clusters'
import { say } from '@/lib/words/sentence'
import { checkCluster } from './check-cluster'

/**
 * Registers a cluster; the kubeconfig is kept sealed. Whether it answers is told in the view, not an error.
 * Raises `Invalid` for a kubeconfig that would run a command, read a file or point at this machine.
 */
export async function createCluster(ctx: ServiceContext, input: CreateClusterInput): Promise<ClusterView> {
  requireRole(ctx, 'admin')
  const { name, kubeconfig, context } = parseInput(CreateClusterInput, input)
  const parsed = parseKubeconfig(kubeconfig, { context })
  if (!parsed.ok) throw invalid({ kubeconfig: [parsed.problem] })
  const { server, context: chosen } = parsed.credentials
  await uniqueOr(say('refusals.clusterExists', { name }), () =>
    ctx.db.$transaction(async (tx) => {
      await insertCluster(tx, {
        name,
        server,
        context: chosen,
        kubeconfig,
        allowLoopback: false,
        registered: 'user',
      })
      const target = { kind: 'Cluster', name }
      await recordAudit(tx, ctx, { action: 'create', target, after: { server, context: chosen } })
    }),
  )
  return checkCluster(ctx, { name })
}
