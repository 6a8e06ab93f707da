/** Tells of most texts at a glance that they are not of a set; of some it does not, so what passes is looked at again. */
export type TextFilter = { slots: Uint8Array; mask: number }

/** Slots for each text: about one foreign text of so many passes. */
const slotsPerText = 16
/** As many characters of a text are looked at; the last ones, where numbered names differ. */
const mostCharacters = 4

/** A filter that these texts pass. */
export function newTextFilter(texts: Iterable<string>): TextFilter {
  const all = [...texts]
  let size = 64
  while (size < all.length * slotsPerText) size *= 2
  const filter = { slots: new Uint8Array(size), mask: size - 1 }
  for (const text of all) filter.slots[hashOf(text, text.length) & filter.mask] = 1
  return filter
}

/** Whether the first `length` characters of a value may be one of the filter's texts; those of the set always may. */
export function mayBe({ slots, mask }: TextFilter, value: string, length: number): boolean {
  return slots[hashOf(value, length) & mask] === 1
}

/** FNV-1a over the last of the first `length` characters and their number. */
function hashOf(text: string, length: number): number {
  let hash = length
  for (let at = length > mostCharacters ? length - mostCharacters : 0; at < length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193)
  return hash ^ (hash >>> 15)
}
