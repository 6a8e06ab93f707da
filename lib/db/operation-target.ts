import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Reader } from './client'

export type TargetGroup = { id: string; name: string; clusterId: string; namespace: string }

/** A group and the document of one of its revisions; revision 0 is a group of which nothing is on the cluster. */
export async function findOperationTarget(
  reader: Reader,
  groupId: string,
  revision: number,
): Promise<{ group: TargetGroup; document: LaneGroupDocument } | null> {
  const group = await reader.laneGroup.findUnique({
    where: { id: groupId },
    select: { id: true, name: true, clusterId: true, namespace: true },
  })
  if (group === null) return null
  const found = await reader.revision.findFirst({
    where: { groupId, ...(revision > 0 && { number: revision }) },
    orderBy: { number: 'desc' },
    select: { document: true },
  })
  if (found === null) return null
  const document = LaneGroupDocument.parse(found.document)
  return { group, document: revision > 0 ? document : emptied(document) }
}

/** What was pushed last with success; null for nothing. */
export async function findPushedDocument(
  reader: Reader,
  groupId: string,
): Promise<{ revision: number; document: LaneGroupDocument } | null> {
  const group = await reader.laneGroup.findUnique({
    where: { id: groupId },
    select: { pushedRevision: true },
  })
  const revision = group?.pushedRevision ?? 0
  const target = revision === 0 ? null : await findOperationTarget(reader, groupId, revision)
  return target && { revision, document: target.document }
}

/** The same group without anything that would stand on the cluster. */
function emptied(document: LaneGroupDocument): LaneGroupDocument {
  return { ...document, spec: { ...document.spec, lanes: [], rules: [], entries: [] } }
}
