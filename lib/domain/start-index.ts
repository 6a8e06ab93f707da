import { newStartTree, placeOf, type StartTree } from './start-tree'
import { tellingPlaces } from './telling-places'

/**
 * A text that values may begin with, its length and last character, and the items that it leads to; `shortest` is the least
 * length of a value that any of them takes, in characters as all lengths here.
 */
type Start<Item> = { text: string; length: number; last: number; shortest: number; items: Item[] }

/** Texts that look alike at the places looked at: a few to be gone through, or many in a tree. */
export type StartBucket<Item> = { few: readonly Start<Item>[]; many: StartTree<Item> | null }

/**
 * Items by the text that a value begins with. Four characters of the value say in which bucket the texts are that it may
 * begin with; most values that begin with none lead to no bucket.
 */
export type StartIndex<Item> = Places & {
  /** No shorter value is taken by an item here; all that are as long have the places. */
  least: number
  /** The number of its bucket for each slot: small, because it is looked at for every value. 0 stands for none. */
  slots: Uint16Array
  mask: number
  buckets: readonly StartBucket<Item>[]
}

type Places = { one: number; two: number; three: number; four: number }

/** Slots for each text: about one foreign value of so many finds a bucket. */
const slotsPerText = 64
const mostSlots = 0x1_0000
const mostOfFew = 8

type Asking<Item> = { start: string; shortest: number; item: Item }

/**
 * Items made ready to be found by the beginning of a value, each with the least length of a value that it takes. Much
 * shorter texts stand in an index of their own, for they have fewer places to look at.
 */
export function newStartIndexes<Item>(asking: readonly Asking<Item>[]): StartIndex<Item>[] {
  const indexes: StartIndex<Item>[] = []
  let left = joined(asking).sort((a, b) => a.length - b.length)
  while (left.length > 0) {
    const places = placesOf(left)
    const needed = Math.max(places.one, places.two, places.three, places.four) + 1
    indexes.push(
      newStartIndex(
        places,
        left.filter(({ length }) => length >= needed),
      ),
    )
    left = left.filter(({ length }) => length < needed)
  }
  return indexes
}

/** The texts that a value may begin with, or null when it begins with none. */
export function bucketOf<Item>(index: StartIndex<Item>, value: string): StartBucket<Item> | null {
  if (value.length < index.least) return null
  const bucket = index.slots[slotOf(value, index) & index.mask] ?? 0
  return bucket === 0 ? null : (index.buckets[bucket - 1] ?? null)
}

/** The places that tell apart all but the shortest eighth; those may have them all the same. */
function placesOf(byLength: readonly Start<unknown>[]): Places {
  const shortest = byLength[Math.floor(byLength.length / 8)]?.length ?? 0
  const texts = byLength.filter(({ length }) => length >= shortest).map(({ text }) => text)
  const [one = 0, two = one, three = two, four = three] = tellingPlaces(texts, shortest)
  return { one, two, three, four }
}

function newStartIndex<Item>(places: Places, starts: readonly Start<Item>[]): StartIndex<Item> {
  let size = 64
  while (size < starts.length * slotsPerText && size < mostSlots) size *= 2
  const bySlot = new Map<number, Start<Item>[]>()
  for (const start of starts) {
    const slot = slotOf(start.text, places) & (size - 1)
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), start])
  }
  const slots = new Uint16Array(size)
  let number = 0
  for (const slot of bySlot.keys()) slots[slot] = ++number
  const least = Math.min(...starts.map(({ shortest }) => shortest))
  return { ...places, least, slots, mask: size - 1, buckets: [...bySlot.values()].map(newBucket) }
}

/** Each text once, with all its items. */
function joined<Item>(asking: readonly Asking<Item>[]): Start<Item>[] {
  const byText = new Map<string, Start<Item>>()
  for (const { start: text, shortest, item } of asking) {
    const known = byText.get(text)
    if (known) {
      known.items.push(item)
      known.shortest = Math.min(known.shortest, shortest)
    } else
      byText.set(text, {
        ...{ text, length: text.length, last: text.charCodeAt(text.length - 1) },
        ...{ shortest, items: [item] },
      })
  }
  return [...byText.values()]
}

function newBucket<Item>(starts: readonly Start<Item>[]): StartBucket<Item> {
  if (starts.length <= mostOfFew) return { few: starts, many: null }
  const tree = newStartTree<Item>()
  for (const { text, items } of starts) placeOf(tree, text).items.push(...items)
  return { few: [], many: tree }
}

/** The characters at the places, spread over all bits. */
function slotOf(text: string, { one, two, three, four }: Places): number {
  const first = Math.imul(text.charCodeAt(one), 31) + text.charCodeAt(two)
  const second = Math.imul(text.charCodeAt(three), 31) + text.charCodeAt(four)
  const hash = Math.imul(first, 961) + second
  return hash ^ (hash >>> 13)
}
