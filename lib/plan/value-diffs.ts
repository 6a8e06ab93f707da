import { isJsonObject } from '@/lib/domain/json'
import { sameValue } from './same-value'
import type { FieldDiff } from './types'

/** What differs between two values of a field, as far down as both have something there; list items go by index. */
export function valueDiffs(path: string, before: unknown, after: unknown): FieldDiff[] {
  if (sameValue(before, after)) return []
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) => valueDiffs(`${path}.${key}`, before[key], after[key]))
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const count = Math.max(before.length, after.length)
    return Array.from({ length: count }, (_, index) => index).flatMap((index) =>
      valueDiffs(`${path}[${index}]`, before[index], after[index]),
    )
  }
  return [{ path, before, after }]
}
