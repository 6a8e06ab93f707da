import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { inOrder } from './order'
import { planBaselines } from './plan-baselines'
import { planDeletes } from './plan-deletes'
import { planEdits } from './plan-edits'
import { planItems } from './plan-items'
import { planMoves } from './plan-moves'
import type { Desired, LiveState, Plan } from './types'

/**
 * What must change so that a cluster becomes what a document wants, in the order of work. Only fields that we set are
 * compared, so the plan of a cluster that has them all has nothing but `unchanged`.
 */
export function plan(desired: Desired, live: LiveState): Plan {
  const baselines = planBaselines(desired, live)
  const moves = planMoves(desired, live)
  const items = planItems(desired, live)
  const edits = planEdits(desired, live)
  const deletes = planDeletes(desired, live)
  return {
    changes: inOrder([
      ...baselines.changes,
      ...items.changes,
      ...moves.changes,
      ...edits.changes,
      ...deletes.changes,
    ]),
    notices: [
      ...unreadNotices(live),
      ...desired.notices,
      ...baselines.notices,
      ...moves.notices,
      ...edits.notices,
      ...deletes.notices,
    ],
    conflicts: [...baselines.conflicts, ...moves.conflicts, ...items.conflicts, ...edits.conflicts],
    errors: [...desired.errors, ...baselines.errors, ...moves.errors],
    forgotten: edits.forgotten,
  }
}

function unreadNotices({ unread = [] }: LiveState): Notice[] {
  return unread.map((kind) => ({
    code: 'Unread',
    severity: 'warning',
    message: say('planning.unread', { kind }),
    params: { kind },
  }))
}
