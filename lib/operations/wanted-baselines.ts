import type { Reader } from '@/lib/db/client'
import type { OperationRecord } from '@/lib/db/operations'
import { listUnsettledFields } from '@/lib/db/promoted-fields'
import { listKnownImages } from '@/lib/db/revisions'
import { knownImage } from '@/lib/plan/plan-baselines'
import type { WantedBaselines } from '@/lib/plan/types'

type Operation = Pick<OperationRecord, 'kind' | 'groupId' | 'images'>

/**
 * What an operation gives baselines: the images that it was told, or with an abort those that stood before the changes
 * that have not succeeded.
 */
export async function wantedBaselines(
  reader: Reader,
  { kind, groupId, images }: Operation,
): Promise<WantedBaselines | undefined> {
  if (groupId === null) return undefined
  if (kind === 'abort') {
    const fields = await listUnsettledFields(reader, groupId)
    const back = fields.map(({ application, ref, uid, container, before, after }) => ({
      application,
      deployment: ref.name,
      container,
      image: before,
      instead: { image: after, uid },
    }))
    return { images: back, direction: 'back', known: null }
  }
  if (images.length === 0) return undefined
  if (kind !== 'rollback') return { images, direction: 'set', known: null }
  const known = (await listKnownImages(reader, groupId)).map(knownImage)
  return { images, direction: 'back', known: new Set(known) }
}
