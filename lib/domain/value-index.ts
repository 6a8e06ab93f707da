import type { Asked } from './branch-anchor'
import { newValueFilter, type ValueFilter } from './value-filter'
import { newValueTree, placeOf, type ValueTree } from './value-tree'

/**
 * Items by what they ask of a value: `any` of nothing but that there is one, `tree` of the whole of it or its beginning.
 * A value that does not pass the filter leads nowhere in the tree.
 */
export type ValueIndex<Item> = { any: readonly Item[]; tree: ValueTree<Item>; filter: ValueFilter }

/** Items made ready to be found by a value. */
export function newValueIndex<Item>(asking: readonly { asked: Asked; item: Item }[]): ValueIndex<Item> {
  const tree = newValueTree<Item>()
  const any: Item[] = []
  const whole: string[] = []
  const starts: string[] = []
  for (const { asked, item } of asking) {
    if ('values' in asked) {
      for (const value of asked.values) placeOf(tree, value).whole.push(item)
      whole.push(...asked.values)
    } else if (asked.start === '') any.push(item)
    else {
      placeOf(tree, asked.start).starts.push(item)
      starts.push(asked.start)
    }
  }
  return { any, tree, filter: newValueFilter(whole, starts) }
}
