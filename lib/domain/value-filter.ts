/**
 * Tells of most values at a glance that they are none of some texts and begin with none of some others; of the rest it
 * does not know. `starts` has a bit for each number of characters that a beginning is looked for by.
 */
export type ValueFilter = { slots: Uint8Array; mask: number; starts: number }

/** Slots for each text: about one foreign value of so many passes. */
const slotsPerText = 16
/** As many characters of a beginning are looked at, and of a value that has no more. */
const mostFirst = 8
/** Of a longer value as many of the last are, where numbered names differ. */
const mostLast = 4

const isStart = 1
const isWhole = 2

/** A filter that these texts pass, and what begins with these, of which none is empty. */
export function newValueFilter(whole: readonly string[], starts: readonly string[]): ValueFilter {
  let size = 64
  while (size < (whole.length + starts.length) * slotsPerText) size *= 2
  const filter: ValueFilter = { slots: new Uint8Array(size), mask: size - 1, starts: 0 }
  const mark = (hash: number, what: number) => {
    const slot = slotOf(hash, filter.mask)
    filter.slots[slot] = (filter.slots[slot] ?? 0) | what
  }
  for (const text of whole) mark(wholeHash(text), isWhole)
  for (const text of starts) {
    const first = text.slice(0, mostFirst)
    mark(hashOf(first, 0, 0), isStart)
    filter.starts |= 1 << first.length
  }
  return filter
}

/** Whether a value may be one of the filter's texts or begin with one; what is so always may. */
export function mayPass({ slots, mask, starts }: ValueFilter, value: string): boolean {
  const first = Math.min(value.length, mostFirst)
  let hash = 0
  for (let at = 0; at < first; ) {
    hash = mixed(hash, value.charCodeAt(at))
    at += 1
    if (((starts >> at) & 1) === 1 && ((slots[slotOf(hash, mask)] ?? 0) & isStart) !== 0) return true
  }
  if (value.length > mostFirst) hash = wholeHash(value)
  return ((slots[slotOf(hash, mask)] ?? 0) & isWhole) !== 0
}

function wholeHash(text: string): number {
  return text.length > mostFirst ? hashOf(text, text.length - mostLast, text.length) : hashOf(text, 0, 0)
}

function hashOf(text: string, from: number, seed: number): number {
  let hash = seed
  for (let at = from; at < text.length; at++) hash = mixed(hash, text.charCodeAt(at))
  return hash
}

/** One step of FNV-1a. */
const mixed = (hash: number, code: number) => Math.imul(hash ^ code, 0x0100_0193)

const slotOf = (hash: number, mask: number) => (hash ^ (hash >>> 15)) & mask
