import { isSettled } from '@/lib/db/guarded-groups'
import { fenced } from '@/lib/db/operation-leases'
import { storeUids } from '@/lib/db/owned-objects'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { OperationKind } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { buildDesired } from '@/lib/plan/desired'
import { guardPlan } from '@/lib/plan/guard-plan'
import { plan } from '@/lib/plan/plan'
import { keepAdded, restoreEdits } from '@/lib/plan/restore-edits'
import type { Plan } from '@/lib/plan/types'
import { type Sentence, say } from '@/lib/words/sentence'
import { handOver } from './hand-over'
import { readLiveState } from './live-state'
import type { Compared, Run } from './run'
import { takeBack } from './take-back'
import { waitGone } from './wait-gone'
import { wantedBaselines } from './wanted-baselines'

export type Replanned = Omit<Compared, 'at'>

/** A step that follows at once on one that did nothing need not read the cluster again. */
const keepMs = 500

/**
 * Compares what should stand with what stands now. Raises what forbids to go on. `assumed` shows what will be done once
 * all pods are ready.
 */
export async function replan(run: Run, readiness: 'live' | 'assumed' = 'live'): Promise<Replanned> {
  const known = readiness === 'live' ? run.compared : null
  if (known !== null && performance.now() - known.at < keepMs) return known
  for (;;) {
    const at = performance.now()
    const found = await compare(run, readiness)
    const leaving = terminating(found)
    if (leaving.length === 0) {
      refuseBadPlan(found.plan)
      run.compared = readiness === 'live' ? { at, ...found } : null
      return found
    }
    // What is on its way out is not built upon: it would take the new state with it.
    await Promise.all(leaving.map((object) => waitGone(run, 'plan', object)))
  }
}

/** What brings a cluster back renders our routes as if nobody had touched what we changed of the user's. */
const goesBack: ReadonlySet<OperationKind> = new Set(['heal', 'abort', 'rollback'])

async function compare(run: Run, readiness: 'live' | 'assumed'): Promise<Replanned> {
  const { live, adopt, handOvers } = await readLiveState({
    client: run.client,
    reader: run.db,
    installation: run.installation,
    group: run.group,
    document: run.target,
    source: 'fresh',
    signal: run.keeper.signal,
  })
  const { client, keeper } = run
  for (const one of handOvers) {
    keeper.check()
    await handOver(client, one, { signal: keeper.signal })
  }
  if (adopt.length > 0) await fenced(run.db, run.keeper.lease, (tx) => storeUids(tx, adopt))
  const wanted = {
    document: run.target,
    live,
    installation: run.installation,
    revision: run.operation.revisionNumber,
  }
  if (run.operation.kind === 'guard')
    return { live, ...guardPlan({ ...wanted, mayGrow: await isSettled(run.db, run.group.id) }) }
  const baselines = await wantedBaselines(run.db, run.operation)
  const isBack = goesBack.has(run.operation.kind)
  const upon = isBack ? restoreEdits(live) : live
  const rendered = buildDesired({ ...wanted, live: upon, readiness, ...(baselines && { baselines }) })
  const desired = isBack ? { ...rendered, edits: keepAdded(rendered.edits, live) } : rendered
  if (await takeBack(run, desired, live)) return compare(run, readiness)
  return { desired, plan: plan(desired, live), live }
}

function terminating({ desired, live }: Replanned): KubeObject[] {
  const wanted = new Set(desired.items.map(({ object }) => refKey(refOf(object))))
  return live.objects.filter(
    (object) => object.metadata.deletionTimestamp !== undefined && wanted.has(refKey(refOf(object))),
  )
}

function refuseBadPlan({ conflicts, errors }: Plan): void {
  const [conflict] = conflicts
  if (conflict !== undefined) {
    throw new AppError(conflict.code === 'Owned' ? 'Owned' : 'Conflict', conflict.message, {
      details: { ...conflict.object, manager: conflict.manager, field: conflict.field },
    })
  }
  const [error, ...others] = errors
  if (error !== undefined)
    throw new AppError('Unsupported', together([error.message, ...others.map(({ message }) => message)]), {
      details: { path: error.path, problem: error.code },
    })
}

function together(sentences: readonly [Sentence, ...Sentence[]]): Sentence {
  return sentences.reduce((one, other) => say('planning.both', { one, other }))
}
