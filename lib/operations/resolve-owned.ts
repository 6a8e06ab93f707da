import type { OwnedRecord } from '@/lib/db/owned-objects'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { OwnedRef } from '@/lib/plan/types'
import { bearsClaim } from './claim'

/** What is ours, and the rows whose uid was never written because the process was killed before. */
export type ResolvedOwned = { owned: OwnedRef[]; adopt: { id: string; uid: string }[] }

/** Joins what we remember with what stands on the cluster. */
export function resolveOwned(
  records: readonly OwnedRecord[],
  objects: readonly KubeObject[],
  owner: { installation: string; group: string },
): ResolvedOwned {
  const live = new Map(objects.map((object) => [refKey(refOf(object)), object]))
  const resolved: ResolvedOwned = { owned: [], adopt: [] }
  for (const { id, ref, uid, lane } of records) {
    if (uid !== null) {
      resolved.owned.push({ ref, uid, lane })
      continue
    }
    const object = live.get(refKey(ref))
    const found = object?.metadata.uid
    if (object === undefined || found === undefined || !bearsClaim(object, { id, ...owner })) continue
    resolved.owned.push({ ref, uid: found, lane })
    resolved.adopt.push({ id, uid: found })
  }
  return resolved
}
