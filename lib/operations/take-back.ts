import { fenced } from '@/lib/db/operation-leases'
import { adoptObjects } from '@/lib/db/owned-objects'
import { forgetReleased } from '@/lib/db/promoted-fields'
import { refKey, refOf } from '@/lib/domain/kube-object'
import type { Desired, LiveState } from '@/lib/plan/types'
import type { Run } from './run'
import { releasedLanes } from './wanted-baselines'

/**
 * A switch that is undone: what was given to the user and is to be a lane's again is written down as the group's; the next look
 * at the cluster puts our labels on it. Tells whether there was such a thing.
 */
export async function takeBack(run: Run, desired: Desired, live: LiveState): Promise<boolean> {
  const { db, keeper, group, operation } = run
  const lanes = await releasedLanes(db, operation)
  if (lanes.size === 0) return false
  const wanted = new Set(desired.items.map(({ object }) => refKey(refOf(object))))
  const again = live.objects.flatMap((object) => {
    const { uid = '' } = object.metadata
    const lane = lanes.get(uid)
    const ref = refOf(object)
    return lane !== undefined && wanted.has(refKey(ref)) ? [{ ref, uid, lane, rule: null }] : []
  })
  if (again.length === 0) return false
  const uids = again.map(({ uid }) => uid)
  await fenced(db, keeper.lease, async (tx) => {
    await forgetReleased(tx, group.clusterId, uids)
    await tx.ownedObject.deleteMany({ where: { groupId: group.id, uid: { in: uids } } })
    await adoptObjects(tx, { groupId: group.id, clusterId: group.clusterId }, again)
  })
  return true
}
