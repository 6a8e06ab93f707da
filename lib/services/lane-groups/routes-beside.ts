import 'server-only'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { liveKinds } from '@/lib/operations/live-kinds'
import { claimKinds } from '@/lib/providers/route-claims'

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
  const lists = claimKinds
    .filter(({ kind }) => !read.has(kind))
    .map((kind) =>
      client.list({ ...kind, namespace }, { signal }).catch((error: unknown): KubeObject[] => {
        if (error instanceof AppError) return []
        throw error
      }),
    )
  return (await Promise.all(lists)).flat()
}
