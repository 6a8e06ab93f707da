import { asObjects, at } from '@/lib/domain/json'
import { type KubeObject, type ObjectRef, refKey } from '@/lib/domain/kube-object'
import { type DriftedField, withWriters } from './drifted-fields'

/** An image that a promote has given a container of a user's Deployment. */
export type WatchedImage = { ref: ObjectRef; container: string; image: string }

/** The images of one Deployment that are otherwise now; of a container that is gone the live image is undefined. */
export function driftedImages(live: KubeObject, images: readonly WatchedImage[]): DriftedField[] {
  const containers = asObjects(at(live, 'spec', 'template', 'spec', 'containers'))
  const diffs = images.flatMap(({ container, image }) => {
    const now = containers.find(({ name }) => name === container)?.image
    return now === image ? [] : [{ path: imagePath(container), before: now, after: image }]
  })
  return diffs.length === 0 ? [] : withWriters(live, diffs, { skipOurs: false })
}

/** Where an image stands, in the words of a difference. */
export function imagePath(container: string): string {
  return `spec.template.spec.containers[${container}].image`
}

/** The watched image that a difference is about; undefined where it is about something else. */
export function watchedImage<Image extends WatchedImage>(
  images: readonly Image[],
  { object, path }: { object: ObjectRef; path: string | null },
): Image | undefined {
  return images.find((one) => refKey(one.ref) === refKey(object) && imagePath(one.container) === path)
}
