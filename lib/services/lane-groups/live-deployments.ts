import 'server-only'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'

const answerMs = 3_000

/** The Deployments of a namespace: from the watch once it is complete, else by a list of a few seconds at most. */
export async function liveDeployments(
  client: ClusterClient,
  namespace: string,
): Promise<readonly KubeObject[]> {
  const cache = client.cache(deployments(namespace))
  return cache.age() === null ? listDeployments(client, namespace) : cache.list()
}

/** The same as the cluster has them at this moment: for what must not rest on a watch that is behind. */
export function listDeployments(client: ClusterClient, namespace: string): Promise<readonly KubeObject[]> {
  return client.list(deployments(namespace), { signal: AbortSignal.timeout(answerMs) })
}

function deployments(namespace: string) {
  return { apiVersion: 'apps/v1', kind: 'Deployment', namespace }
}
