import { insertAuditEvent } from '@/lib/db/audit-events'
import type { Transaction } from '@/lib/db/client'
import { isAskedToStop } from '@/lib/db/operation-leases'
import type { OperationRecord } from '@/lib/db/operations'
import { enqueueOperation } from './enqueue'
import { withdrawPromote } from './withdraw-promote'

const console = { kind: 'system', id: 'console', name: 'console' } as const

/**
 * Takes back what a promote that failed has done: the images of baselines, and the lane as it was. Written in the transaction
 * that ends the promote, so that a kill between the two loses nothing. An abort or a roll back that somebody has asked for
 * does the same already.
 */
export async function undoPromote(tx: Transaction, operation: OperationRecord): Promise<void> {
  const { id, groupId, groupName, lane } = operation
  if (groupId === null || (await isAskedToStop(tx, id))) return
  const revision = await withdrawPromote(tx, operation, { ...console, requestId: id })
  const undoing = await enqueueOperation(tx, {
    kind: 'abort',
    groupId,
    revision,
    actor: console,
    ...(lane !== null && { lane }),
  })
  await insertAuditEvent(tx, {
    at: new Date(),
    actorKind: console.kind,
    actorId: console.id,
    actorName: console.name,
    action: 'start-abort',
    targetKind: 'LaneGroup',
    targetName: groupName,
    after: { operation: undoing, revision, undoes: id },
    requestId: id,
  })
}
