import type { Transaction } from '@/lib/db/client'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { lockGroup } from '@/lib/db/unfinished-operation'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'

/** The group with its revisions as they are now, which stay so to the end of the transaction. Raises `NotFound`. */
export async function lockedGroup(tx: Transaction, known: LaneGroupRecord): Promise<LaneGroupRecord> {
  const current = await lockGroup(tx, known.id)
  if (!current) throw new AppError('NotFound', say('refusals.noGroup', { name: known.name }))
  if (current.revision === known.revision) return { ...known, ...current }
  return getLaneGroup(tx, known.name)
}
