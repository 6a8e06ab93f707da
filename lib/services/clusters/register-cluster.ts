import { findCluster, getConnection, insertCluster, updateCluster } from '@/lib/db/clusters'
import { parseKubeconfig } from '@/lib/k8s/parse-kubeconfig'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { invalid } from '@/lib/services/field-errors'

export type Registration = { name: string; kubeconfig: string; context?: string; allowLoopback: boolean }

/** For a cluster that the console itself knows of at its start: made, or brought up to date. */
export async function registerCluster(ctx: ServiceContext, input: Registration): Promise<void> {
  requireRole(ctx, 'admin')
  const { name, kubeconfig, allowLoopback } = input
  const parsed = parseKubeconfig(kubeconfig, { context: input.context, allowLoopback, allowFiles: true })
  if (!parsed.ok) throw invalid({ kubeconfig: [parsed.problem] })
  const { server, context } = parsed.credentials
  const cluster = { name, server, context, kubeconfig, allowLoopback, registered: 'start' } as const
  await ctx.db.$transaction(async (tx) => {
    const known = await findCluster(tx, name)
    const target = { kind: 'Cluster', name }
    if (!known) {
      await insertCluster(tx, cluster)
      await recordAudit(tx, ctx, { action: 'create', target, after: { server, context } })
      return
    }
    const before = await getConnection(tx, { id: known.id }).catch(() => null)
    const isSame = before?.kubeconfig === kubeconfig && before.context === context
    if (isSame && known.allowLoopback === allowLoopback) return
    await updateCluster(tx, known.id, cluster)
    await recordAudit(tx, ctx, {
      action: 'update',
      target,
      before: { server: known.server },
      after: { server },
    })
  })
}
