import type { Asked } from './branch-anchor'
import { mayBe, newTextFilter, type TextFilter } from './text-filter'
import { newValueTree, placeOf, type ValueTree } from './value-tree'

/** Items by what they ask of a value: `any` of nothing but that there is one, `tree` of the whole of it or its beginning. */
export type ValueIndex<Item> = {
  any: readonly Item[]
  tree: ValueTree<Item>
  whole: TextFilter
  /** Of the beginnings, as many characters as the shortest has; infinitely many where there is none. */
  starts: TextFilter
  shortest: number
}

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
  const shortest = starts.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY)
  const begun = starts.map((start) => start.slice(0, shortest))
  return { any, tree, whole: newTextFilter(whole), starts: newTextFilter(begun), shortest }
}

/** Whether the tree may have something for a value; where it may not, which is most often, it need not be walked. */
export function mayLead<Item>({ whole, starts, shortest }: ValueIndex<Item>, value: string): boolean {
  return mayBe(whole, value, value.length) || (value.length >= shortest && mayBe(starts, value, shortest))
}
