import type { Asked } from './branch-anchor'
import { newStartIndexes, type StartIndex } from './start-index'

/**
 * Items by what they ask of a value: `anyValue` of nothing but that there is one, `whole` of all of it, `starts` of its
 * beginning. Null where none does.
 */
export type ValueIndex<Item> = {
  anyValue: readonly Item[] | null
  whole: ReadonlyMap<string, readonly Item[]> | null
  starts: readonly StartIndex<Item>[] | null
}

/** Items made ready to be found by a value. */
export function newValueIndex<Item>(asking: readonly { asked: Asked; item: Item }[]): ValueIndex<Item> {
  const anyValue: Item[] = []
  const whole = new Map<string, Item[]>()
  const starts: { start: string; shortest: number; item: Item }[] = []
  for (const { asked, item } of asking) {
    if ('values' in asked) for (const value of asked.values) add(whole, value, item)
    else if (asked.start === '') anyValue.push(item)
    else starts.push({ ...asked, item })
  }
  return {
    anyValue: anyValue.length === 0 ? null : anyValue,
    whole: whole.size === 0 ? null : whole,
    starts: starts.length === 0 ? null : newStartIndexes(starts),
  }
}

function add<Item>(lists: Map<string, Item[]>, value: string, item: Item): void {
  const known = lists.get(value)
  if (known) known.push(item)
  else lists.set(value, [item])
}
