import type { Reader } from '@/lib/db/client'
import { listPromotedImages } from '@/lib/db/promoted-images'
import type { BaselineSnapshot } from '@/lib/db/revisions'
import type { WantedImage } from '@/lib/domain/wanted-image'
import type { DriftFinding } from '@/lib/plan/drift'
import { watchedImage } from '@/lib/plan/drifted-images'

type Pushed = { id: string; pushedRevision: number | null }

/** The promoted images that the findings are about, as baselines are to have them again. */
export async function driftedBaselineImages(
  reader: Reader,
  { id, pushedRevision }: Pushed,
  findings: readonly DriftFinding[],
): Promise<WantedImage[]> {
  if (pushedRevision === null) return []
  const images = await listPromotedImages(reader, id, pushedRevision)
  return findings.flatMap((finding) => {
    const found = watchedImage(images, finding)
    if (found === undefined) return []
    const { application, ref, container, image } = found
    return [{ application, deployment: ref.name, container, image }]
  })
}

/** What baselines run, with the promoted image that is adopted; those that are not stay wanted as they were. */
export async function adoptedBaseline(
  reader: Reader,
  { id, pushedRevision }: Pushed,
  baseline: readonly BaselineSnapshot[],
  adopted: DriftFinding,
): Promise<BaselineSnapshot[]> {
  const images = pushedRevision === null ? [] : await listPromotedImages(reader, id, pushedRevision)
  const taken = watchedImage(images, adopted)
  return baseline.map((snapshot) => ({
    ...snapshot,
    images: snapshot.images.map(({ container, image: now }) => {
      const watched = images.find(
        (one) => one.application === snapshot.application && one.container === container,
      )
      const image = watched === taken && typeof adopted.live === 'string' ? adopted.live : watched?.image
      return { container, image: (watched && image) ?? now }
    }),
  }))
}
