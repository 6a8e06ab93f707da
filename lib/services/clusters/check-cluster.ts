import { getCluster, listClusters, storeClusterCheck } from '@/lib/db/clusters'
import { AppError } from '@/lib/errors'
import { logUnexpected } from '@/lib/log'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { ClusterView } from '@/lib/services/schemas/clusters'
import { say } from '@/lib/words/sentence'
import { clusterClient } from './cluster-client'
import { toClusterView } from './cluster-view'
import { lackingRights } from './lacking-rights'

const answerMs = 5_000

/** Asks the cluster for its version and what its account may not do, and keeps the answer. */
export async function checkCluster(
  ctx: ServiceContext,
  input: { name: string; knownRights?: boolean },
): Promise<ClusterView> {
  requireRole(ctx, 'viewer')
  const { id } = await getCluster(ctx.db, input.name)
  const answer = await ask(ctx, id, input.knownRights ?? false)
  await storeClusterCheck(ctx.db, id, { at: ctx.now(), ...answer })
  return toClusterView(await getCluster(ctx.db, input.name), ctx.language)
}

/** All at once; one that does not answer does not hold up the others. */
export async function checkClusters(ctx: ServiceContext): Promise<void> {
  const clusters = await listClusters(ctx.db)
  await Promise.all(clusters.map(({ name }) => checkCluster(ctx, { name, knownRights: true })))
}

async function ask(ctx: ServiceContext, id: string, knownRights: boolean) {
  try {
    const client = await clusterClient(ctx, { id })
    const version = await client.version({ signal: AbortSignal.timeout(answerMs) })
    const problem = await lackingRights(ctx, client, id, { known: knownRights })
    return { reachable: true, version: version.gitVersion, problem }
  } catch (error) {
    const problem =
      error instanceof AppError
        ? error.words
        : say('refusals.unexpectedLogged', { id: logUnexpected(error, { cluster: id }) })
    return { reachable: false, version: null, problem }
  }
}
