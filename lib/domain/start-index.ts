import { newStartTree, placeOf, type StartTree } from './start-tree'
import { tellingPlaces } from './telling-places'

/** A text that values may begin with, its length and last character, and the items that it leads to. */
type Start<Item> = { text: string; length: number; last: number; items: Item[] }

/** Texts that look alike at the places looked at: a few to be gone through, or many in a tree. */
export type StartBucket<Item> = { few: readonly Start<Item>[]; many: StartTree<Item> | null }

/**
 * Items by the text that a value begins with. Four characters of the value say in which bucket the texts are that it may
 * begin with; most values that begin with none lead to no bucket.
 */
export type StartIndex<Item> = {
  /** How many characters the shortest text has. */
  least: number
  one: number
  two: number
  three: number
  four: number
  mask: number
  buckets: readonly (StartBucket<Item> | null)[]
}

type FourPlaces = { one: number; two: number; three: number; four: number }

/** Buckets for each text: about one foreign value of so many finds one. */
const bucketsPerText = 64
const mostOfFew = 8

/** Items made ready to be found by the beginning of a value. Much shorter texts stand in an index of their own, for they have fewer places to look at. */
export function newStartIndexes<Item>(asking: readonly { start: string; item: Item }[]): StartIndex<Item>[] {
  const byLength = [...asking].sort((a, b) => a.start.length - b.start.length)
  const least = byLength[Math.floor(byLength.length / 8)]?.start.length
  if (least === undefined) return []
  return [
    newStartIndex(byLength.filter(({ start }) => start.length >= least)),
    ...newStartIndexes(byLength.filter(({ start }) => start.length < least)),
  ]
}

/** The texts that a value may begin with, or null when it begins with none. */
export function bucketOf<Item>(index: StartIndex<Item>, value: string): StartBucket<Item> | null {
  if (value.length < index.least) return null
  return index.buckets[slotOf(value, index, index.mask)] ?? null
}

function newStartIndex<Item>(asking: readonly { start: string; item: Item }[]): StartIndex<Item> {
  const starts = joined(asking)
  const least = Math.min(...starts.map(({ length }) => length))
  const texts = starts.map(({ text }) => text)
  const [one = 0, two = one, three = two, four = three] = tellingPlaces(texts, least)
  const places = { one, two, three, four }
  let size = 64
  while (size < starts.length * bucketsPerText) size *= 2
  const buckets = new Array<Start<Item>[] | null>(size).fill(null)
  for (const start of starts) {
    const slot = slotOf(start.text, places, size - 1)
    buckets[slot] = [...(buckets[slot] ?? []), start]
  }
  return { least, ...places, mask: size - 1, buckets: buckets.map((some) => some && newBucket(some)) }
}

/** Each text once, with all its items. */
function joined<Item>(asking: readonly { start: string; item: Item }[]): Start<Item>[] {
  const byText = new Map<string, Start<Item>>()
  for (const { start: text, item } of asking) {
    const known = byText.get(text)
    if (known) known.items.push(item)
    else
      byText.set(text, { text, length: text.length, last: text.charCodeAt(text.length - 1), items: [item] })
  }
  return [...byText.values()]
}

function newBucket<Item>(starts: readonly Start<Item>[]): StartBucket<Item> {
  if (starts.length <= mostOfFew) return { few: starts, many: null }
  const tree = newStartTree<Item>()
  for (const { text, items } of starts) placeOf(tree, text).items.push(...items)
  return { few: [], many: tree }
}

/** FNV-1a over the characters at the places. */
function slotOf(text: string, { one, two, three, four }: FourPlaces, mask: number): number {
  let hash = mixed(text.charCodeAt(one), text.charCodeAt(two))
  hash = mixed(mixed(hash, text.charCodeAt(three)), text.charCodeAt(four))
  return (hash ^ (hash >>> 15)) & mask
}

const mixed = (hash: number, code: number) => Math.imul(hash, 0x0100_0193) ^ code
