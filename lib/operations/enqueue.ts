import type { Transaction } from '@/lib/db/client'
import { listDeliveries } from '@/lib/db/deliveries'
import { findOperationTarget } from '@/lib/db/operation-target'
import { changesImages, insertOperation, supersedeOperations } from '@/lib/db/operations'
import { listUnsettledFields } from '@/lib/db/promoted-fields'
import { preempts } from '@/lib/domain/group-changes'
import { guardStepNames, type OperationKind, type StepName, stepNames } from '@/lib/domain/operation'
import type { WantedImage } from '@/lib/domain/wanted-image'
import { AppError } from '@/lib/errors'
import { deliversByApi } from '@/lib/providers/delivers-by-api'
import { say } from '@/lib/words/sentence'
import { addJob } from './job-queue'
import { notifyOperation } from './notify'

export type EnqueueInput = {
  kind: OperationKind
  groupId: string
  /** The revision to reach; 0 = nothing of ours on the cluster. */
  revision: number
  lane?: string
  actor: { name: string }
  /** What baselines are given. */
  images?: readonly WantedImage[]
}

/** Whether rules of the revision go by an API, or some went by it before. */
async function hasDeliveries(tx: Transaction, groupId: string, revision: number): Promise<boolean> {
  if ((await listDeliveries(tx, groupId)).length > 0) return true
  const target = await findOperationTarget(tx, groupId, revision)
  return target?.document.spec.entries.some(deliversByApi) ?? false
}

const ofBaselines: ReadonlySet<StepName> = new Set(['baselines', 'wait-baselines'])

/** Whether an abort has, or may have by the time that it begins, images of baselines to put back. */
async function mayPutBack(tx: Transaction, groupId: string, kind: OperationKind): Promise<boolean> {
  if (kind !== 'abort') return false
  if ((await listUnsettledFields(tx, groupId)).length > 0) return true
  return changesImages(tx, groupId)
}

/**
 * Puts an operation, its steps and its job into the caller's transaction; nothing begins before that commits. An abort
 * or a roll back asks the group's unfinished operations to stop; every other kind waits for them.
 */
export async function enqueueOperation(tx: Transaction, input: EnqueueInput): Promise<string> {
  const group = await tx.laneGroup.findUnique({ where: { id: input.groupId } })
  if (group === null) throw new AppError('NotFound', say('refusals.noSuchGroup'))
  const delivers = await hasDeliveries(tx, group.id, input.revision)
  const images = input.images ?? []
  const changesBaselines =
    images.length > 0 || input.kind === 'promote' || (await mayPutBack(tx, group.id, input.kind))
  const id = await insertOperation(tx, {
    kind: input.kind,
    groupId: group.id,
    groupName: group.name,
    clusterId: group.clusterId,
    revisionNumber: input.revision,
    lane: input.lane ?? null,
    createdBy: input.actor.name,
    images,
    steps: (input.kind === 'guard' ? guardStepNames : stepNames).filter(
      (name) => (name !== 'deliver' || delivers) && (!ofBaselines.has(name) || changesBaselines),
    ),
  })
  const isUrgent = preempts(input.kind)
  if (isUrgent)
    for (const other of await supersedeOperations(tx, group.id, id))
      await notifyOperation(tx, other, { asksToStop: true })
  await addJob(tx, { operationId: id, groupId: group.id, isUrgent })
  await notifyOperation(tx, id)
  return id
}
