import { refKey, refOf } from '@/lib/domain/kube-object'
import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'
import { awaitedOf, waitRolledOut } from '@/lib/operations/wait-rolled-out'

/** Waits until every workload of every application is rolled out. */
export async function waitAvailable(run: Run): Promise<void> {
  const { desired, live } = await replan(run)
  const byKey = new Map(live.objects.map((object) => [refKey(refOf(object)), object]))
  const awaited = desired.items
    .filter(({ wait }) => wait === 'available')
    .map(({ object }) => awaitedOf(byKey.get(refKey(refOf(object))), object))
  await waitRolledOut(run, 'wait-available', awaited)
}
