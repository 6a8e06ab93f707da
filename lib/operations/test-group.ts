import type { Database } from '@/lib/db/client'
import { insertCluster } from '@/lib/db/clusters'
import { insertLaneGroup } from '@/lib/db/lane-groups'
import { insertRevision } from '@/lib/db/revisions'
import { LaneGroupDocument, type LaneGroupInput } from '@/lib/domain/lane-group'

/** For tests: a registered cluster. */
export function registerTestCluster(db: Database, kubeconfig: string, name = 'sandbox'): Promise<string> {
  return db.$transaction((tx) =>
    insertCluster(tx, {
      name,
      server: 'https://127.0.0.1',
      context: 'sandbox',
      kubeconfig,
      allowLoopback: true,
      registered: 'start',
    }),
  )
}

/** For tests: a group at revision 1. */
export async function saveTestGroup(
  db: Database,
  clusterId: string,
  input: LaneGroupInput,
): Promise<{ id: string; document: LaneGroupDocument }> {
  const document = LaneGroupDocument.parse(input)
  const id = await db.$transaction(async (tx) => {
    const groupId = await insertLaneGroup(tx, { document, clusterId, at: new Date(), by: 'tester' })
    await addRevision(tx, groupId, 1, document)
    return groupId
  })
  return { id, document }
}

/** For tests: the next revision of a group. */
export async function saveTestRevision(
  db: Database,
  groupId: string,
  number: number,
  input: LaneGroupInput,
): Promise<void> {
  const document = LaneGroupDocument.parse(input)
  await db.$transaction(async (tx) => {
    await addRevision(tx, groupId, number, document)
    await tx.laneGroup.update({ where: { id: groupId }, data: { revision: number } })
  })
}

function addRevision(
  tx: Parameters<typeof insertRevision>[0],
  groupId: string,
  number: number,
  document: LaneGroupDocument,
): Promise<void> {
  return insertRevision(tx, {
    groupId,
    number,
    document,
    baseline: [],
    cause: 'save',
    message: null,
    createdAt: new Date(),
    createdBy: 'tester',
  })
}
