import type { KubeObject } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Sentence, say } from '@/lib/words/sentence'

/** The part of a cluster that traffic needs. */
export type TrafficCluster = Pick<ClusterClient, 'name' | 'cache' | 'list' | 'proxyPod'>

const firstListMs = 3000

/** The live copy of one kind in a namespace. Raises when the first list does not come, or not in time. */
export async function liveObjects(
  cluster: TrafficCluster,
  of: { apiVersion: string; kind: string; namespace: string },
): Promise<readonly KubeObject[]> {
  const copy = cluster.cache(of)
  if (copy.age() !== null) return copy.list()
  // The watch goes on trying in silence; this first list fails in words.
  const first = await inTime(cluster.list(of), say('kube.clusterSilent', { cluster: cluster.name }))
  return copy.age() === null ? first : copy.list()
}

async function inTime<T>(work: Promise<T>, complaint: Sentence): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('ClusterUnreachable', complaint)), firstListMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
