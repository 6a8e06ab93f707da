import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'
import { changesOf } from '@/lib/operations/step-changes'
import { waitUntil } from '@/lib/operations/wait-until'
import { changeStep } from './change-step'
import { minDrainMs } from './drain'

/**
 * Takes down workloads, and after the last pod behind a shared Service what kept other requests from it: routes that hold
 * requests on the baseline's version, then, when gateways have taken that up, the subsets that these named.
 */
export async function deleteWorkloads(run: Run): Promise<void> {
  await changeStep(run, 'delete-workloads')
  if (changesOf((await replan(run)).plan, 'close-routes').length > 0) {
    await changeStep(run, 'close-routes')
    const end = performance.now() + minDrainMs
    await waitUntil({
      watched: [],
      signal: run.keeper.signal,
      check: () => performance.now() >= end || end - performance.now(),
    })
    run.compared = null
  }
  if (changesOf((await replan(run)).plan, 'delete-services').length > 0)
    await changeStep(run, 'delete-services')
}
