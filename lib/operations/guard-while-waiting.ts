import { findPushedDocument } from '@/lib/db/operation-target'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { StepName } from '@/lib/domain/operation'
import { log as logger } from '@/lib/log'
import { guardPlan, versionsWithoutPods } from '@/lib/plan/guard-plan'
import { readLiveState } from './live-state'
import { makeChanges } from './make-changes'
import type { Run } from './run'
import { stepOf } from './step-changes'

/** Steps that may wait long while the routes still are those of the revision before. */
export const guardedSteps: ReadonlySet<StepName> = new Set([
  'wait-baselines',
  'wait-available',
  'wait-endpoints',
])

/**
 * While a step waits, nobody but this operation may write: it takes out of the routes what loses its last ready pod in the
 * meantime. The routes step brings back what is ready then. A failure is left to that step. Gives the function that ends it.
 */
export async function guardWhileWaiting(run: Run): Promise<() => Promise<void>> {
  const pushed = await findPushedDocument(run.db, run.group.id)
  if (pushed === null) return async () => {}
  const { namespace } = run.group
  const deployments = run.client.cache({ apiVersion: 'apps/v1', kind: 'Deployment', namespace })
  let seen = ''
  let working = Promise.resolve()
  const look = () => {
    if (deployments.age() !== 0 || run.keeper.signal.aborted) return
    const live = { objects: deployments.list(), owned: [], edits: [] }
    const empty = JSON.stringify(versionsWithoutPods({ document: pushed.document, live }))
    if (empty === seen) return
    seen = empty
    if (empty === '[]') return
    working = working
      .then(() => reduce(run, pushed))
      .catch((error: unknown) => {
        seen = ''
        logger().warn({ area: 'guard', operation: run.operation.id, err: error }, 'routes were not reduced')
      })
  }
  const unsubscribe = deployments.subscribe(look)
  look()
  return async () => {
    unsubscribe()
    await working
  }
}

async function reduce(run: Run, { document, revision }: { document: LaneGroupDocument; revision: number }) {
  const { client, db, group, installation, keeper } = run
  const { live } = await readLiveState({
    client,
    reader: db,
    installation,
    group,
    document,
    source: 'fresh',
    signal: keeper.signal,
  })
  const { plan } = guardPlan({ document, live, installation, revision, mayGrow: false })
  if (plan.errors.length > 0 || plan.conflicts.length > 0) return
  // Subsets that nothing leads to any more are taken away by the steps that follow.
  const changes = plan.changes.filter(({ action, phase }) => action !== 'unchanged' && phase !== 'subset')
  for (const step of ['routes', 'close-routes'] as const) {
    const together = changes.filter((change) => stepOf(change) === step)
    if (together.length > 0) await makeChanges(run, step, together)
  }
}
