import type { Asked } from './branch-anchor'
import { newStartFilter, type StartFilter } from './start-filter'
import { newStartTree, placeOf, type StartTree } from './start-tree'

/**
 * Items by what they ask of a value: `any` of nothing but that there is one, `whole` of all of it, `starts` of its
 * beginning. A value that does not pass the filter leads nowhere in the tree.
 */
export type ValueIndex<Item> = {
  any: readonly Item[]
  whole: ReadonlyMap<string, readonly Item[]>
  starts: StartTree<Item>
  filter: StartFilter
}

/** Items made ready to be found by a value. */
export function newValueIndex<Item>(asking: readonly { asked: Asked; item: Item }[]): ValueIndex<Item> {
  const any: Item[] = []
  const whole = new Map<string, Item[]>()
  const starts = newStartTree<Item>()
  const texts: string[] = []
  for (const { asked, item } of asking) {
    if ('values' in asked) for (const value of asked.values) add(whole, value, item)
    else if (asked.start === '') any.push(item)
    else {
      placeOf(starts, asked.start).items.push(item)
      texts.push(asked.start)
    }
  }
  return { any, whole, starts, filter: newStartFilter(texts) }
}

function add<Item>(lists: Map<string, Item[]>, value: string, item: Item): void {
  const known = lists.get(value)
  if (known) known.push(item)
  else lists.set(value, [item])
}
