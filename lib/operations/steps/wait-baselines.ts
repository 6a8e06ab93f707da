import { at } from '@/lib/domain/json'
import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'
import { awaitedOf, waitRolledOut } from '@/lib/operations/wait-rolled-out'
import { objectIndex } from '@/lib/plan/find-object'
import { deploymentRef } from '@/lib/plan/version-input'

/**
 * The barrier of a promote: until the new pods of every baseline are available, no route moves. What goes back waits too,
 * but for no Deployment that is paused or has no pods.
 */
export async function waitBaselines(run: Run): Promise<void> {
  const { desired, live } = await replan(run)
  const find = objectIndex(live.objects)
  const { images = [], switched = [] } = desired.baselines ?? {}
  const names = new Set([...images, ...switched].map(({ deployment }) => deployment))
  const rolling = [...names].flatMap((name) => {
    const found = find(deploymentRef(run.target, name))
    if (found === undefined || at(found, 'spec', 'paused') === true || at(found, 'spec', 'replicas') === 0)
      return []
    return [awaitedOf(found, found)]
  })
  await waitRolledOut(run, 'wait-baselines', rolling)
  await run.log.commit()
}
