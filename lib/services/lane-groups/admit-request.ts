import type { Transaction } from '@/lib/db/client'
import type { LaneGroupRecord } from '@/lib/db/lane-groups'
import { findUnfinishedOperation } from '@/lib/db/unfinished-operation'
import { admit, type GroupRequest, type Verdict } from '@/lib/domain/group-changes'
import { operationKinds } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import { listLiving, stillLive } from './living'
import { lockedGroup } from './locked-group'
import { staleRevision } from './write-revision'

/** `running`: the id of the newest operation with work before it, which a request that joins gets. */
export type Admitted = {
  group: LaneGroupRecord
  verdict: Exclude<Verdict, { answer: 'refuse' }>
  running: string | null
}

/**
 * What becomes of a request, by the group as it is now; it stays so to the end of the transaction. Raises `Conflict` and
 * `StillLive` where it is refused.
 */
export async function admitRequest(
  tx: Transaction,
  known: LaneGroupRecord,
  request: GroupRequest,
): Promise<Admitted> {
  const group = await lockedGroup(tx, known)
  const newest = await findUnfinishedOperation(tx, group.id)
  const kind = operationKinds.find((one) => one === newest?.kind)
  const running = newest && kind ? { kind, revision: newest.revisionNumber } : null
  const living = request.kind === 'delete' ? await listLiving(tx, group.id) : []
  const moment = { revision: group.revision, running, lives: living.length > 0 }
  const verdict = admit(moment, request)
  if (verdict.answer !== 'refuse') return { group, verdict, running: newest?.id ?? null }
  const { name } = group
  switch (verdict.because) {
    case 'stale':
      throw staleRevision(name, group.revision)
    case 'deleting':
      throw new AppError('Conflict', say('refusals.groupDeleting', { name }))
    case 'living':
      throw stillLive(say('refusals.groupLives', { name }), living)
  }
}
