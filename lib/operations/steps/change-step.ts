import type { StepName } from '@/lib/domain/operation'
import type { Run } from '@/lib/operations/run'
import { settleStep } from '@/lib/operations/settle-step'

/** Makes the changes of one step until live is as desired. */
export async function changeStep(run: Run, step: StepName): Promise<void> {
  const { didWork } = await settleStep(run, step)
  const known = run.operation.steps.find(({ name }) => name === step)
  const wasBegun = known !== undefined && known.startedAt !== null
  run.log.step(step, didWork || wasBegun ? 'succeeded' : 'skipped')
  await run.log.commit()
}
