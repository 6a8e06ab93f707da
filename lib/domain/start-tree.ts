/**
 * Items by the text that a value begins with. A place stands for all texts that go on alike up to it; `text` is what leads
 * to it from the place above.
 */
export type StartTree<Item> = {
  text: string
  items: Item[]
  /** The places below by their first character, counted from the least one there is. */
  below: (StartTree<Item> | undefined)[]
  least: number
}

/** A tree without items. */
export function newStartTree<Item>(text = ''): StartTree<Item> {
  return { text, items: [], below: [], least: 0 }
}

/** The place of exactly this text, made where there is none yet. */
export function placeOf<Item>(tree: StartTree<Item>, text: string): StartTree<Item> {
  if (text === '') return tree
  const child = tree.below[text.charCodeAt(0) - tree.least]
  if (child === undefined) return putBelow(tree, newStartTree<Item>(text))
  const common = commonLength(text, child.text)
  if (common === child.text.length) return placeOf(child, text.slice(common))
  const upper = putBelow(tree, newStartTree<Item>(text.slice(0, common)))
  putBelow(upper, { ...child, text: child.text.slice(common) })
  return placeOf(upper, text.slice(common))
}

/** The place that a value goes on to when its first `at` characters led to this one; undefined where nothing goes on so. */
export function nextPlace<Item>(
  place: StartTree<Item>,
  value: string,
  at: number,
): StartTree<Item> | undefined {
  const next = place.below[value.charCodeAt(at) - place.least]
  return next !== undefined && (next.text.length === 1 || value.startsWith(next.text, at)) ? next : undefined
}

function putBelow<Item>(tree: StartTree<Item>, child: StartTree<Item>): StartTree<Item> {
  const code = child.text.charCodeAt(0)
  if (tree.below.length === 0) tree.least = code
  const missing = tree.least - code
  if (missing > 0) {
    tree.below = [...new Array<undefined>(missing).fill(undefined), ...tree.below]
    tree.least = code
  }
  while (tree.below.length <= code - tree.least) tree.below.push(undefined)
  tree.below[code - tree.least] = child
  return child
}

function commonLength(one: string, other: string): number {
  let at = 0
  while (at < one.length && at < other.length && one.charCodeAt(at) === other.charCodeAt(at)) at += 1
  return at
}
