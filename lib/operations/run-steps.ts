import type { StepName } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { askedToWaitMs, isPassing } from '@/lib/k8s/errors'
import { backoffMs, delay } from '@/lib/k8s/retry'
import { say } from '@/lib/words/sentence'
import { ChangedMeanwhile } from './changed-meanwhile'
import { failpoint } from './failpoint'
import { guardedSteps, guardWhileWaiting } from './guard-while-waiting'
import type { Run } from './run'
import { changeStep } from './steps/change-step'
import { deleteWorkloads } from './steps/delete-workloads'
import { deliver } from './steps/deliver'
import { drain } from './steps/drain'
import { finish } from './steps/finish'
import { planStep } from './steps/plan-step'
import { waitAvailable } from './steps/wait-available'
import { waitBaselines } from './steps/wait-baselines'
import { waitEndpoints } from './steps/wait-endpoints'

const steps: Record<StepName, (run: Run) => Promise<void>> = {
  plan: planStep,
  baselines: (run) => changeStep(run, 'baselines'),
  'wait-baselines': waitBaselines,
  workloads: (run) => changeStep(run, 'workloads'),
  'wait-available': waitAvailable,
  services: (run) => changeStep(run, 'services'),
  'wait-endpoints': waitEndpoints,
  routes: (run) => changeStep(run, 'routes'),
  'close-routes': (run) => changeStep(run, 'close-routes'),
  deliver,
  drain,
  'delete-services': (run) => changeStep(run, 'delete-services'),
  'delete-workloads': deleteWorkloads,
  finish,
}

/** How long a cluster may be away before the operation is given up. */
const patienceMs = 600_000
const retryCapMs = 2_000
/** How often an operation begins anew because somebody takes away what it has made. */
const maxRounds = 5

/**
 * All steps in their order, also after a restart: each compares what stands with what should and does what is missing,
 * so steps that were done before find nothing to do. What somebody takes away while it is waited for is made again.
 */
export async function runSteps(run: Run): Promise<void> {
  const names = run.operation.steps.map(({ name }) => name)
  const [first] = names
  for (let round = 1, left = names; left.length > 0; ) {
    const [name, ...others] = left
    if (name === undefined) return
    const isDone = await runPatiently(run, name).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof ChangedMeanwhile)) throw error
        if (round === maxRounds) throw new AppError('Conflict', say('progress.contended', { step: name }))
        return false
      },
    )
    if (isDone) failpoint(`after-${name}`)
    else round += 1
    // The plan stands; its work is looked for again.
    left = isDone ? others : names.filter((one) => one !== first)
    if (!isDone) run.compared = null
  }
}

async function runStep(run: Run, name: StepName): Promise<void> {
  const standing = guardedSteps.get(name)
  if (standing === undefined) return steps[name](run)
  const stopGuard = await guardWhileWaiting(run, standing)
  try {
    await steps[name](run)
  } finally {
    await stopGuard()
  }
}

/** One step, again while the cluster is away or overloaded. */
async function runPatiently(run: Run, name: StepName): Promise<void> {
  let awaySince: number | null = null
  for (let attempt = 0; ; attempt += 1) {
    try {
      await runStep(run, name)
      if (attempt > 0) run.log.operation({ state: 'running', error: null })
      return
    } catch (error) {
      const signal = run.keeper.signal
      if (signal.aborted) throw signal.reason
      if (error instanceof ChangedMeanwhile) throw error
      if (!(error instanceof AppError) || !isPassing(error)) {
        run.log.step(name, 'failed')
        throw error
      }
      awaySince ??= performance.now()
      if (performance.now() - awaySince > patienceMs) {
        run.log.step(name, 'failed')
        throw error
      }
      run.log.step(name, 'waiting')
      run.log.operation({ state: 'waiting', error: { code: error.code, message: error.words } })
      await delay(askedToWaitMs(error) + backoffMs(attempt, { capMs: retryCapMs }), signal)
    }
  }
}
