import { insertAuditEvent } from '@/lib/db/audit-events'
import type { Transaction } from '@/lib/db/client'
import { findLaneGroup, replaceLaneGroup } from '@/lib/db/lane-groups'
import type { OperationRecord } from '@/lib/db/operations'
import { type BaselineSnapshot, findRevision, insertRevision } from '@/lib/db/revisions'
import type { WantedImage } from '@/lib/domain/wanted-image'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'

type Promote = Pick<OperationRecord, 'groupId' | 'groupName' | 'revisionNumber' | 'images'>

/** Who withdraws it, for the audit. */
export type WithdrawnBy = { kind: string; id: string; name: string; requestId: string }

/**
 * Takes a promote that will not succeed out of the group's document: the lane as it was before is the next revision, unless
 * somebody has saved since. Gives the revision that an abort has to reach. Holds the group to the end of the transaction.
 */
export async function withdrawPromote(tx: Transaction, promote: Promote, by: WithdrawnBy): Promise<number> {
  const { groupId, groupName, revisionNumber } = promote
  const group = groupId === null ? null : await findLaneGroup(tx, { id: groupId })
  if (group === null) throw new AppError('NotFound', say('refusals.noGroup', { name: groupName }))
  const pushed = group.pushedRevision ?? 0
  const [before, promoted] = [
    await findRevision(tx, group.id, revisionNumber - 1),
    await findRevision(tx, group.id, revisionNumber),
  ]
  if (group.revision !== revisionNumber || before === null || promoted === null) return pushed
  const { document } = before
  const at = new Date()
  const { id, clusterId, laneTags } = group
  await replaceLaneGroup(tx, { id, revision: revisionNumber, laneTags, clusterId, document, at, by: by.name })
  const number = revisionNumber + 1
  await insertRevision(tx, {
    groupId: id,
    number,
    document,
    baseline:
      promote.images.length > 0 ? withFormerImages(promoted.baseline, promote.images) : before.baseline,
    cause: 'rollback',
    message: `#${before.number}`,
    createdAt: at,
    createdBy: by.name,
  })
  await insertAuditEvent(tx, {
    at,
    actorKind: by.kind,
    actorId: by.id,
    actorName: by.name,
    action: 'rollback',
    targetKind: 'LaneGroup',
    targetName: groupName,
    before: { revision: revisionNumber },
    after: { revision: number },
    requestId: by.requestId,
  })
  return pushed === before.number ? number : pushed
}

/** What the baselines ran before the promote: its revision says what they were to run after it. */
function withFormerImages(
  baseline: readonly BaselineSnapshot[],
  images: readonly WantedImage[],
): BaselineSnapshot[] {
  return baseline.map((snapshot) => ({
    ...snapshot,
    images: snapshot.images.map(({ container, image }) => {
      const wanted = images.find(
        (one) => one.deployment === snapshot.deployment && one.container === container,
      )
      return { container, image: wanted?.from ?? image }
    }),
  }))
}
