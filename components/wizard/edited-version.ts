import type { EditBase, readVersionEdit } from '@/lib/domain/read-version-edit'
import { resolveImage } from './resolve-image'
import type { DraftApplication } from './wizard-draft'

/** What an edited YAML makes of the draft: image, pods and patch once it can be read, the text itself until then. */
export function editedVersion(
  text: string,
  read: ReturnType<typeof readVersionEdit>,
  { image, baseImage }: Pick<DraftApplication, 'image' | 'baseImage'>,
  base: Pick<EditBase, 'replicas'>,
): Partial<DraftApplication> {
  if (!read.ok) return { yaml: text }
  const { edit } = read
  return {
    yaml: null,
    patch: edit.patch ?? null,
    // What was typed short stays short.
    ...(edit.image !== resolveImage(image, baseImage) && { image: edit.image }),
    ...(base.replicas === null && { replicas: edit.replicas === undefined ? '' : `${edit.replicas}` }),
  }
}
