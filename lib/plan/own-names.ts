import { refKey, refOf } from '@/lib/domain/kube-object'
import { sameValue } from './same-value'
import type { DesiredItem } from './types'

/**
 * Routes of several entries with a name each: entries on one base route (two of its hosts) count their lanes' branches on,
 * `{base route}-{tag}-2`, `-3`. An object that two entries want alike is one.
 */
export function ownNames(items: readonly DesiredItem[]): DesiredItem[] {
  const wanted = new Set(items.map(keyOf))
  const made = new Map<string, DesiredItem>()
  for (const item of items) {
    const known = made.get(keyOf(item))
    if (known === undefined) made.set(keyOf(item), item)
    else if (!sameValue(known.object, item.object)) {
      const renamed = nextName(item, (key) => wanted.has(key) || made.has(key))
      made.set(keyOf(renamed), renamed)
    }
  }
  return [...made.values()]
}

function keyOf({ object }: DesiredItem): string {
  return refKey(refOf(object))
}

function nextName(item: DesiredItem, isTaken: (key: string) => boolean): DesiredItem {
  const { metadata } = item.object
  const start = metadata.name.replace(new RegExp(`-${item.lane}-\\d+$`), `-${item.lane}`)
  for (let number = 2; ; number++) {
    const object = { ...item.object, metadata: { ...metadata, name: `${start}-${number}` } }
    const renamed = { ...item, object }
    if (!isTaken(keyOf(renamed))) return renamed
  }
}
