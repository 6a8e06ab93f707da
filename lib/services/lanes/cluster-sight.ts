import 'server-only'
import type { KubeObject } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import type { ServiceContext } from '@/lib/services/context'
import { liveDeployments } from '@/lib/services/lane-groups/live-deployments'
import { translate } from '@/lib/words/translate'

const answerMs = 3_000
/** A watch that was cut opens again within seconds; only then is the cluster said to be away. */
const cutMs = 5_000

/** What can be seen of a namespace now. */
export type ClusterSight = {
  /** By name; null where the cluster does not answer. */
  deployments: ReadonlyMap<string, KubeObject> | null
  pods: readonly KubeObject[]
  /** Milliseconds since the copy was current; null where there is none. */
  age: number | null
  away: { message: string; since: string | null } | null
}

export async function seeNamespace(
  ctx: ServiceContext,
  where: { clusterId: string; namespace: string },
): Promise<ClusterSight> {
  const { namespace } = where
  try {
    const client = await clusterClient(ctx, { id: where.clusterId })
    const deployments = await liveDeployments(client, namespace)
    const cache = client.cache({ apiVersion: 'apps/v1', kind: 'Deployment', namespace })
    const podsOf = { apiVersion: 'v1', kind: 'Pod', namespace }
    const podCache = client.cache(podsOf)
    const pods =
      podCache.age() === null
        ? await client.list(podsOf, { signal: AbortSignal.timeout(answerMs) })
        : podCache.list()
    const age = cache.age() ?? 0
    const problem = cache.problem()
    const since = new Date(ctx.now().getTime() - age).toISOString()
    return {
      deployments: new Map(deployments.map((object) => [object.metadata.name, object])),
      pods,
      age,
      away:
        problem !== null && age > cutMs
          ? {
              message: problem instanceof AppError ? translate(problem.words, ctx.language) : problem.message,
              since,
            }
          : null,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const message = translate(error.words, ctx.language)
    return { deployments: null, pods: [], age: null, away: { message, since: null } }
  }
}

/** The events of a namespace; they are read when somebody looks, never watched. */
export async function readEvents(
  ctx: ServiceContext,
  where: { clusterId: string; namespace: string },
): Promise<KubeObject[]> {
  const client = await clusterClient(ctx, { id: where.clusterId })
  const of = { apiVersion: 'v1', kind: 'Event', namespace: where.namespace }
  return client.list(of, { signal: AbortSignal.timeout(answerMs) })
}
