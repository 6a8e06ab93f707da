import type { Transaction } from './client'
import { saveProgress } from './operation-progress'
import { forgetOwnedObjects } from './owned-objects'

/** The end of an operation that succeeded: its state and the group's, in one transaction. */
export async function completeOperation(
  tx: Transaction,
  done: {
    operation: { id: string; finishStepId: string }
    group: { id: string; pushedRevision: number | null }
    isDeletion: boolean
    forgetOwned: readonly string[]
  },
): Promise<void> {
  const { operation, group } = done
  await forgetOwnedObjects(tx, done.forgetOwned)
  await saveProgress(tx, operation.id, {
    objects: [],
    steps: [{ id: operation.finishStepId, state: 'succeeded' }],
    operation: { state: 'succeeded', error: null },
  })
  if (done.isDeletion) {
    await tx.ownedObject.deleteMany({ where: { groupId: group.id } })
    await tx.objectEdit.deleteMany({ where: { groupId: group.id } })
    await tx.laneGroup.delete({ where: { id: group.id } })
    return
  }
  await tx.laneGroup.update({ where: { id: group.id }, data: { pushedRevision: group.pushedRevision } })
}
