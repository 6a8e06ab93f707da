import { refKey, refOf } from '@/lib/domain/kube-object'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import { buildDesired } from '../desired'
import type { DriftInput } from '../drift'
import { plan } from '../plan'
import { keepAdded, restoreEdits } from '../restore-edits'
import type { LiveState, Plan } from '../types'
import { applyPlan, demoLive } from './memory-cluster'

export type PushedGroup = {
  live: LiveState
  input: DriftInput
  /** What would be done to bring a cluster back. */
  planOf(live: LiveState): Plan
}

/** A cluster after a push that succeeded, and what is remembered of it. */
export function pushedGroup(change: Partial<LaneGroupInput['spec']> = {}, live = demoLive()): PushedGroup {
  const document = mall(change)
  const desiredOf = (now: LiveState) =>
    buildDesired({ document, live: now, installation: 'here', revision: 1, readiness: 'live' })
  const planOf = (now: LiveState) => {
    const desired = desiredOf(restoreEdits(now))
    return plan({ ...desired, edits: keepAdded(desired.edits, now) }, now)
  }
  let now = live
  for (let round = 0; round < 4; round++) now = applyPlan(now, planOf(now))
  const wanted = new Map(desiredOf(now).items.map(({ object }) => [refKey(refOf(object)), object]))
  const owned = now.owned.map((one) => ({ ...one, wanted: wanted.get(refKey(one.ref)) ?? null }))
  return { live: now, input: { owned, edits: now.edits, objects: now.objects }, planOf }
}
