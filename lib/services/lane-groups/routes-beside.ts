import 'server-only'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type KindRef, liveKinds } from '@/lib/operations/live-kinds'
import { readServed } from '@/lib/operations/read-served'
import { claimKinds } from '@/lib/providers/route-claims'
import { asServed } from '@/lib/providers/served-versions'

/**
 * The namespace's routes of the kinds that a plan of the document does not read. A kind that the cluster does not have, or
 * that may not be read, has none.
 */
export async function routesBeside(
  client: ClusterClient,
  document: LaneGroupDocument,
  signal: AbortSignal,
): Promise<KubeObject[]> {
  const read = new Set(liveKinds(document, []).map(({ kind }) => kind))
  const { namespace } = document.spec
  const kinds = claimKinds.filter(({ kind }) => !read.has(kind))
  const listKind = async (kind: (typeof kinds)[number]): Promise<KubeObject[]> => {
    try {
      const served = await readServed(client, [kind])
      return await client.list({ ...asServed<KindRef>(kind, served), namespace }, { signal })
    } catch (error) {
      if (error instanceof AppError) return []
      throw error
    }
  }
  const lists = kinds.map(listKind)
  return (await Promise.all(lists)).flat()
}
