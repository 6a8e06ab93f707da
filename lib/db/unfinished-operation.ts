import { unfinishedStates } from '@/lib/domain/operation'
import type { Reader, Transaction } from './client'

/** The newest operation of a group that still has work before it. */
export async function findUnfinishedOperation(
  reader: Reader,
  groupId: string,
): Promise<{ id: string; kind: string; state: string; revisionNumber: number } | null> {
  return reader.operation.findFirst({
    where: { groupId, state: { in: [...unfinishedStates] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, kind: true, state: true, revisionNumber: true },
  })
}

/** Serialises what is put in line for one group, so that one look at what runs is still true when it is written. */
export async function lockGroup(tx: Transaction, groupId: string): Promise<void> {
  await tx.$queryRaw`select 1 from lane_groups where id = ${groupId} for update`
}
