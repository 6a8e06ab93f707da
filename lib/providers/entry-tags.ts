import type { EntryTags, EntryTagsOf } from '@/lib/domain/entry-tags'
import { findProvider } from './index'

const nothing: EntryTags = { sets: false, removes: false, obeys: false }

/** What the gateway of an entry does with the tag header, by its provider: for `simulate`. */
export const entryTags: EntryTagsOf = ({ provider: id }) => {
  const provider = findProvider(id)
  if (provider === undefined) return nothing
  return {
    sets: provider.features.has('set-tag'),
    removes: provider.features.has('remove-tag'),
    obeys: provider.inner?.always === true,
  }
}
