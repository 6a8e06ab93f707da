import { type KubeObject, type ObjectRef, refOf } from '@/lib/domain/kube-object'
import { heldByOthers } from '@/lib/domain/object-causes'
import type { StepName } from '@/lib/domain/operation'
import { AppError } from '@/lib/errors'
import { type Sentence, say } from '@/lib/words/sentence'
import type { Run } from './run'
import { waitUntil } from './wait-until'

/** Beyond the pods' own grace period. */
const patienceMs = 60_000

/** Waits until this very object (its uid) is gone. Says which finalizers hold it when it stays. */
export async function waitGone(run: Run, step: StepName, object: KubeObject, graceMs = 0): Promise<void> {
  const ref = refOf(object)
  const cache = run.client.cache({ apiVersion: ref.apiVersion, kind: ref.kind, namespace: ref.namespace })
  const end = performance.now() + graceMs + patienceMs
  let isSaid = false
  let state: Sentence | null = null
  await waitUntil({
    watched: [cache],
    signal: run.keeper.signal,
    check: () => {
      const live = cache.get(ref)
      if (live === undefined || isAnother(live, object)) {
        state = null
        return true
      }
      const finalizers = live.metadata.finalizers ?? []
      const held = finalizers.join(', ')
      const why = held === '' ? say('progress.deleting') : say('progress.deletingHeld', { finalizers: held })
      state = why
      if (performance.now() > end) return true
      // Deletions that were asked for have not reached the cache yet when there is no timestamp.
      const isGoing = live.metadata.deletionTimestamp !== undefined
      if (isGoing) run.log.object(step, ref, 'waiting', why)
      if (!isGoing || !heldByOthers(finalizers)) return end - performance.now()
      isSaid = true
      run.log.operation({ state: 'waiting', error: null })
      // Another that goes meanwhile says that the operation runs.
      return Math.min(end - performance.now(), 1_000)
    },
  })
  if (state !== null && !isAnother(await readAgain(run, ref), object)) throw notGone(ref, state)
  if (isSaid) run.log.operation({ state: 'running', error: null })
}

const isAnother = (live: KubeObject | null, object: KubeObject): boolean =>
  live?.metadata.uid !== object.metadata.uid

/** A watch that hangs shows what was. */
const readAgain = ({ client, keeper }: Run, ref: ObjectRef) => client.find(ref, { signal: keeper.signal })

const notGone = (ref: ObjectRef, state: Sentence): AppError =>
  new AppError('ApplyFailed', say('progress.notGone', { kind: ref.kind, name: ref.name, state }), {
    details: { ...ref },
  })
