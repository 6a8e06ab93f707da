import 'server-only'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'

const answerMs = 3_000

/** The Deployments of a namespace: from the watch once it is complete, else by a list of a few seconds at most. */
export async function liveDeployments(
  client: ClusterClient,
  namespace: string,
): Promise<readonly KubeObject[]> {
  const of = { apiVersion: 'apps/v1', kind: 'Deployment', namespace }
  const cache = client.cache(of)
  if (cache.age() !== null) return cache.list()
  return client.list(of, { signal: AbortSignal.timeout(answerMs) })
}
