import { type OperationKind, unfinishedStates } from '@/lib/domain/operation'
import type { Reader, Transaction } from './client'

/** The newest operation of a group, or the newest of one kind, that still has work before it. */
export async function findUnfinishedOperation(
  reader: Reader,
  groupId: string,
  kind?: OperationKind,
): Promise<{ id: string; kind: string; state: string; revisionNumber: number } | null> {
  return reader.operation.findFirst({
    where: { groupId, state: { in: [...unfinishedStates] }, ...(kind && { kind }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, kind: true, state: true, revisionNumber: true },
  })
}

/** The operations of a group that still have work before them, in their line. */
export async function listUnfinishedOperations(
  reader: Reader,
  groupId: string,
): Promise<{ id: string; kind: string; createdAt: Date; createdBy: string }[]> {
  return reader.operation.findMany({
    where: { groupId, state: { in: [...unfinishedStates] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, kind: true, createdAt: true, createdBy: true },
  })
}

/**
 * Serialises what is put in line for one group, so that a look at what runs is still true when it is written. Gives
 * the group's revisions as they are now, or null when it is gone. What a runner notes of the group's objects, with its
 * operation locked, goes on beside it.
 */
export async function lockGroup(
  tx: Transaction,
  groupId: string,
): Promise<{ revision: number; pushedRevision: number | null } | null> {
  const [row] = await tx.$queryRaw<{ revision: number; pushedRevision: number | null }[]>`
    select revision, pushed_revision as "pushedRevision" from lane_groups where id = ${groupId} for no key update`
  return row ?? null
}
