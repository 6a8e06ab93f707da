import type { Reader } from '@/lib/db/client'
import { listWanted, type WantedRecord } from '@/lib/db/drift'
import { listObjectEdits } from '@/lib/db/object-edits'
import { listPromotedImages, type PromotedImage } from '@/lib/db/promoted-images'
import type { ObjectRef } from '@/lib/domain/kube-object'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { madeEdits } from '@/lib/operations/made-edits'
import { readServed } from '@/lib/operations/read-served'
import { isConfig } from '@/lib/plan/config-refs'
import type { StoredEdit } from '@/lib/plan/types'
import { asServed } from '@/lib/providers/served-versions'

type KindRef = { apiVersion: string; kind: string; namespace: string | undefined }

/** What of a group is compared with the cluster: our objects, our edits, promoted images, and where they are seen. */
export type WatchedObjects = {
  owned: readonly WantedRecord[]
  edits: readonly StoredEdit[]
  images: readonly PromotedImage[]
  /** Collections that are watched. */
  kinds: readonly KindRef[]
  /** ConfigMaps and Secrets, which are asked for one by one: a namespace's others are none of ours. */
  configs: readonly ObjectRef[]
}

/** Reads what is remembered of a group, in the versions of its kinds that the cluster serves now. */
export async function readWatched(
  reader: Reader,
  client: ClusterClient,
  { id, pushedRevision }: { id: string; pushedRevision: number | null },
): Promise<WatchedObjects> {
  const [wanted, stored, images] = await Promise.all([
    listWanted(reader, id),
    listObjectEdits(reader, id),
    pushedRevision === null ? [] : listPromotedImages(reader, id, pushedRevision),
  ])
  const served = await readServed(
    client,
    [...wanted, ...stored].map(({ ref }) => ref),
  )
  const inServed = <Row extends { ref: ObjectRef }>(row: Row): Row => ({
    ...row,
    ref: asServed(row.ref, served),
  })
  const owned = wanted.map(inServed)
  // Without the objects: what is not confirmed is no edit to compare with.
  const edits = madeEdits(stored.filter(({ applied }) => applied).map(inServed), [])
  const refs = [...owned, ...edits, ...images].map(({ ref }) => ref)
  const kinds = new Map(
    refs
      .filter((ref) => !isConfig(ref))
      .map(({ apiVersion, kind, namespace }) => [
        `${apiVersion}/${kind}/${namespace}`,
        { apiVersion, kind, namespace },
      ]),
  )
  return { owned, edits, images, kinds: [...kinds.values()], configs: refs.filter(isConfig) }
}
