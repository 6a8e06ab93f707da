import { findPushedDocument } from '@/lib/db/operation-target'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { StepName } from '@/lib/domain/operation'
import { log as logger } from '@/lib/log'
import { guardPlan, versionsWithoutPods } from '@/lib/plan/guard-plan'
import { readLiveState } from './live-state'
import { makeChanges } from './make-changes'
import type { Run } from './run'
import { stepOf } from './step-changes'

/** Whose routes stand while something is waited for: those of the revision before, or those that the operation has made. */
export type Standing = 'pushed' | 'target'

/** Steps that may wait long, without what they write themselves being routes. */
export const guardedSteps: ReadonlyMap<StepName, Standing> = new Map<StepName, Standing>([
  ['wait-baselines', 'pushed'],
  ['wait-available', 'pushed'],
  ['wait-endpoints', 'pushed'],
  ['deliver', 'target'],
  ['drain', 'target'],
])

/**
 * While something is waited for, nobody but this operation may write: it takes out of the routes what loses its last ready
 * pod in the meantime. The routes step, or after it the guard, brings back what is ready then. A failure is left to them.
 * Gives the function that ends it.
 */
export async function guardWhileWaiting(run: Run, standing: Standing): Promise<() => Promise<void>> {
  const pushed =
    standing === 'pushed'
      ? await findPushedDocument(run.db, run.group.id)
      : { document: run.target, revision: run.operation.revisionNumber }
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
