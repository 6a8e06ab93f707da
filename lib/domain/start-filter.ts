/**
 * Tells of most values at a glance that they begin with none of some texts; of the rest it does not know. `lengths` has a
 * bit for each number of characters that a beginning is looked for by, `longest` is the greatest of them.
 */
export type StartFilter = { slots: Uint8Array; mask: number; lengths: number; longest: number }

/** Slots for each text: about one foreign value of so many passes. */
const slotsPerText = 16
/** As many characters of a beginning are looked at. */
const mostCharacters = 8

/** A filter that everything passes that begins with one of these texts, of which none is empty. */
export function newStartFilter(starts: readonly string[]): StartFilter {
  let size = 64
  while (size < starts.length * slotsPerText) size *= 2
  const filter: StartFilter = { slots: new Uint8Array(size), mask: size - 1, lengths: 0, longest: 0 }
  for (const start of starts) {
    const first = start.slice(0, mostCharacters)
    let hash = 0
    for (let at = 0; at < first.length; at++) hash = mixed(hash, first.charCodeAt(at))
    filter.slots[slotOf(hash, filter.mask)] = 1
    filter.lengths |= 1 << first.length
    filter.longest = Math.max(filter.longest, first.length)
  }
  return filter
}

/** Whether a value may begin with one of the filter's texts; one that does always may. */
export function mayBegin({ slots, mask, lengths, longest }: StartFilter, value: string): boolean {
  const end = value.length < longest ? value.length : longest
  let hash = 0
  for (let at = 0; at < end; ) {
    hash = mixed(hash, value.charCodeAt(at))
    at += 1
    if (((lengths >> at) & 1) === 1 && slots[slotOf(hash, mask)] === 1) return true
  }
  return false
}

/** One step of FNV-1a. */
const mixed = (hash: number, code: number) => Math.imul(hash ^ code, 0x0100_0193)

const slotOf = (hash: number, mask: number) => (hash ^ (hash >>> 15)) & mask
