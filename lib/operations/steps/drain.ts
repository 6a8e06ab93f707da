import { findLastClosing } from '@/lib/db/last-closing'
import { failpoint } from '@/lib/operations/failpoint'
import { gracePeriodMs } from '@/lib/operations/grace-period'
import { isAtRest } from '@/lib/operations/is-at-rest'
import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'
import { waitUntil } from '@/lib/operations/wait-until'
import { say } from '@/lib/words/sentence'

/**
 * Between the last change of a route and the first pod that goes lies the time that the lane's own pods are given to end
 * (their terminationGracePeriodSeconds): what its owner holds to be the longest that a request takes. At least 2 s, so
 * that every gateway has taken up the change; at most 60 s.
 */
export const minDrainMs = 2_000
export const maxDrainMs = 60_000

export async function drain(run: Run): Promise<void> {
  const { log, db, group, keeper } = run
  const { plan } = await replan(run)
  const closing = plan.changes.filter(
    ({ action, stage, phase, releases, before }) =>
      action !== 'unchanged' &&
      stage === 'close' &&
      phase === 'workload' &&
      !releases &&
      !(before && isAtRest(before)),
  )
  const sinceMs = closing.length > 0 ? await findLastClosing(db, group.id) : null
  const graceMs = Math.max(0, ...closing.map(({ before }) => (before ? gracePeriodMs(before) : 0)))
  const leftMs = sinceMs === null ? 0 : Math.min(Math.max(graceMs, minDrainMs), maxDrainMs) - sinceMs
  if (leftMs <= 0) {
    log.step('drain', sinceMs === null ? 'skipped' : 'succeeded')
    return log.commit()
  }
  log.step('drain', 'running')
  failpoint('draining')
  const end = performance.now() + leftMs
  for (const { object } of closing)
    log.object('drain', object, 'waiting', say('progress.seconds', { count: Math.ceil(leftMs / 1000) }))
  await waitUntil({
    watched: [],
    signal: keeper.signal,
    check: () => performance.now() >= end || end - performance.now(),
  })
  run.compared = null
  for (const { object } of closing) log.object('drain', object, 'ready')
  log.step('drain', 'succeeded')
  await log.commit()
}
