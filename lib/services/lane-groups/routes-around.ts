import 'server-only'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { readServed } from '@/lib/operations/read-served'
import { claimKinds } from '@/lib/providers/route-claims'
import { asServed } from '@/lib/providers/served-versions'
import { routesBeside } from './routes-beside'

type Around = { beside: KubeObject[]; unread: string[] }

/**
 * The routes that a plan of the document does not read and that may claim its hosts: others of its namespace, and those of all
 * other namespaces. `unread` are the kinds that may not be read there; a kind that the cluster does not have is none.
 */
export async function routesAround(
  client: ClusterClient,
  document: LaneGroupDocument,
  signal: AbortSignal,
): Promise<Around> {
  const { namespace } = document.spec
  const unread: string[] = []
  const listKind = async (kind: (typeof claimKinds)[number]): Promise<KubeObject[]> => {
    try {
      const served = await readServed(client, [kind])
      const objects = await client.list(asServed(kind, served), { signal })
      return objects.filter(({ metadata }) => metadata.namespace !== namespace)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (clusterStatus(error) === 403) unread.push(kind.kind)
      return []
    }
  }
  const [beside, ...elsewhere] = await Promise.all([
    routesBeside(client, document, signal),
    ...claimKinds.map(listKind),
  ])
  return { beside: [...beside, ...elsewhere.flat()], unread: unread.sort() }
}
