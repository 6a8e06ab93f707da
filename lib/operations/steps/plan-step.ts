import { refuseBeforeWriting } from '@/lib/operations/refuse-before-writing'
import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'
import { stepOf } from '@/lib/operations/step-changes'
import { imageMoves } from '@/lib/plan/image-moves'

/** Plans once so that all that will be done stands on the screen, as `pending`, before anything is done. What the server would refuse
 * ends it here, before the first write. */
export async function planStep(run: Run): Promise<void> {
  const { log } = run
  log.step('plan', 'running')
  const { plan } = await replan(run, 'assumed')
  for (const change of plan.changes) {
    const step = stepOf(change)
    if (change.action !== 'unchanged') log.object(step, change.object, 'pending', imageMoves(change))
    else if (!log.knows(step, change.object)) log.object(step, change.object, 'unchanged')
  }
  await refuseBeforeWriting(run, plan.changes)
  log.operation({ notices: plan.notices.map(({ message }) => message) })
  log.step('plan', 'succeeded')
  await log.commit()
}
