import { forgetEdits } from '@/lib/db/object-edits'
import type { StepName } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import { ChangedMeanwhile } from './changed-meanwhile'
import { makeChanges } from './make-changes'
import { type Replanned, replan } from './replan'
import type { Run } from './run'
import { changesOf } from './step-changes'

/** Rounds before a step gives up against somebody who changes the same objects all the time. */
const maxRounds = 5

/** Plans and works until the step has nothing left to do; gives the last plan. Tells whether anything was done. */
export async function settleStep(run: Run, step: StepName): Promise<Replanned & { didWork: boolean }> {
  let didWork = false
  for (let round = 0; ; round += 1) {
    const planned = await replan(run)
    const [first, ...rest] = changesOf(planned.plan, step)
    if (first === undefined) return { ...planned, didWork }
    if (round === maxRounds) throw contended(step, first[0]?.object)
    run.log.step(step, 'running')
    didWork = true
    forgetLost(run, planned)
    try {
      for (const together of [first, ...rest]) await makeChanges(run, step, together)
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error
    }
  }
}

function forgetLost({ log, group }: Run, { plan: { forgotten } }: Replanned): void {
  if (forgotten.length > 0)
    log.also((tx) =>
      forgetEdits(
        tx,
        group.clusterId,
        forgotten.map(({ uid, path }) => ({ uid, path })),
      ),
    )
}

function contended(step: StepName, object: object | undefined): AppError {
  return new AppError('Conflict', say('progress.contended', { step }), {
    details: { ...object },
  })
}
