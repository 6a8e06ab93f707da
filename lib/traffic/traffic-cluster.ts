import type { KubeObject } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'

/** The part of a cluster that traffic needs. */
export type TrafficCluster = Pick<ClusterClient, 'cache' | 'proxyPod'>

const firstListMs = 3000

/** The live copy of one kind in a namespace. Raises when the first list does not come in time. */
export async function liveObjects(
  cluster: TrafficCluster,
  of: { apiVersion: string; kind: string; namespace: string },
): Promise<readonly KubeObject[]> {
  const reflector = cluster.cache(of)
  if (reflector.age() === null) {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, firstListMs)
    })
    await Promise.race([reflector.ready, late])
    clearTimeout(timer)
  }
  if (reflector.age() === null) throw reflector.problem() ?? new Error(`no list of ${of.kind} yet`)
  return reflector.list()
}
