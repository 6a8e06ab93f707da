import type { OwnedRecord } from '@/lib/db/owned-objects'
import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import { fieldManager, labelKeys } from '@/lib/domain/labels'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus, isPassing } from '@/lib/k8s/errors'
import { type Heir, handOverPatch } from '@/lib/plan/hand-over'
import { wasReleased } from '@/lib/plan/release'
import { say } from '@/lib/words/sentence'

const attempts = 5

/** An object of the user's that a group was given, and whose it is to be. */
export type HandOver = { ref: ObjectRef; uid: string; heir: Heir }

/**
 * Gives an object of the user's our labels and the fields of its writers to us. It may be written by its controller at any
 * time, so it is read again until the patch holds. Raises `Conflict` when it is another object by now, `ClusterRejected`
 * when the cluster refuses; what passes by itself is raised as it is, to be tried again.
 */
export async function handOver(
  client: ClusterClient,
  { ref, uid, heir }: HandOver,
  { dryRun = false, signal }: { dryRun?: boolean; signal?: AbortSignal } = {},
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const live = await client.get(ref, { signal })
    if (live.metadata.uid !== uid) throw new AppError('Conflict', say('importing.foundChanged'))
    try {
      await client.jsonPatch(ref, handOverPatch(live, heir), { dryRun, signal })
      return
    } catch (error) {
      if (!(error instanceof AppError) || isPassing(error)) throw error
      const isRace = clusterStatus(error) === 422 || clusterStatus(error) === 409
      if (isRace && attempt < attempts) continue
      const about = { kind: ref.kind, name: ref.name, why: error.words }
      throw new AppError('ClusterRejected', say('importing.handOverRefused', about), { cause: error })
    }
  }
}

/**
 * Imported objects that were written down and never handed over, because the process was killed in between: none of our
 * labels stands on them and we own no field of them. An object whose labels somebody took off later is not among them.
 */
export function unfinishedHandOvers(
  records: readonly OwnedRecord[],
  objects: readonly KubeObject[],
  owner: { installation: string; group: string },
): HandOver[] {
  const live = new Map(objects.map((object) => [refKey(refOf(object)), object]))
  return records.flatMap(({ ref, uid, lane, operationId, rule = null }) => {
    const object = live.get(refKey(ref))
    if (operationId !== null || uid === null || object?.metadata.uid !== uid) return []
    const { labels = {}, managedFields = [] } = object.metadata
    const isOurs =
      labels[labelKeys.installation] !== undefined ||
      // What a switch gave away may have had an image from a promote since, which is a field of ours again.
      (!wasReleased(object) && managedFields.some(({ manager }) => manager === fieldManager))
    return isOurs ? [] : [{ ref, uid, heir: { ...owner, lane, rule } }]
  })
}
