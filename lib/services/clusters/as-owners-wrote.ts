import 'server-only'
import type { Reader } from '@/lib/db/client'
import { listClusterEdits } from '@/lib/db/object-edits'
import type { KubeObject } from '@/lib/domain/kube-object'
import { madeEdits } from '@/lib/operations/made-edits'
import { undoEdits } from '@/lib/plan/undo-edits'

/** Objects of a cluster without what groups changed in them: a route is found by what its owner wrote. */
export async function asOwnersWrote(
  reader: Reader,
  clusterId: string,
  objects: readonly KubeObject[],
): Promise<KubeObject[]> {
  const edits = await listClusterEdits(reader, clusterId)
  return undoEdits(objects, madeEdits(edits, objects))
}
