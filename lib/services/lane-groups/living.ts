import type { Reader } from '@/lib/db/client'
import { listObjectEdits } from '@/lib/db/object-edits'
import { listOwnedObjects } from '@/lib/db/owned-objects'
import type { ObjectRef } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { Sentence } from '@/lib/words/sentence'

export type Living = { lane: string; ref: ObjectRef }

/** What of a group may be on its cluster: objects we made and fields we changed, or were about to. */
export async function listLiving(reader: Reader, groupId: string): Promise<Living[]> {
  // One after the other: in a transaction there is one connection.
  const owned = await listOwnedObjects(reader, groupId)
  const edits = await listObjectEdits(reader, groupId)
  return [
    ...owned.map(({ lane, ref }) => ({ lane, ref })),
    ...edits.map(({ ref }) => ({ lane: 'baseline', ref })),
  ]
}

export function stillLive(words: Sentence, living: readonly Living[]): AppError {
  const lanes = [...new Set(living.map(({ lane }) => lane))]
  return new AppError('StillLive', words, { details: { lanes, objects: living.map(({ ref }) => ref) } })
}
