import type { ObjectRef } from '@/lib/domain/kube-object'
import type { Reader } from './client'
import { StoredRef } from './object-ref'

/** A container of a baseline whose image a promote has set, and the image that a revision wants there. */
export type PromotedImage = {
  ref: ObjectRef
  uid: string
  application: string
  container: string
  image: string
}

type Row = Omit<PromotedImage, 'ref' | 'image'> & { ref: unknown; after: string; image: string | null }

/**
 * Those of the applications that have the same baseline in this revision. What a revision was saved with wins over what the
 * promote wrote: it accepted what stood there. One that was saved while the cluster was away says nothing of it.
 */
export async function listPromotedImages(
  reader: Reader,
  groupId: string,
  revision: number,
): Promise<PromotedImage[]> {
  const rows = await reader.$queryRaw<Row[]>`
    select f.ref, f.uid, f.application, f.container, f.after, (
      select one.value->>'image' from jsonb_array_elements(part.value->'images') one
      where one.value->>'container' = f.container limit 1
    ) as image
    from promoted_fields f
    join revisions r on r.group_id = f.group_id and r.number = ${revision}
    cross join lateral jsonb_array_elements(r.baseline) part
    where f.group_id = ${groupId} and f.settled and f.container <> ''
      and part.value->>'application' = f.application and part.value->>'deployment' = f.ref->>'name'
    order by f.created_at`
  // A Deployment that was made anew has a row of its own once it was promoted to; the last one counts.
  const last = new Map(rows.map((row) => [`${row.application} ${row.container}`, row]))
  return [...last.values()].map(({ ref, after, image, ...row }) => ({
    ...row,
    ref: StoredRef.parse(ref),
    image: image ?? after,
  }))
}
