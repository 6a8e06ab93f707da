/** Whether two JSON values are the same; the order of properties does not matter, an undefined property is an absent one. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => jsonEqual(item, b[index]))
  }
  if (Array.isArray(b)) return false
  return isRecord(a) && isRecord(b) && sameEntries(a, b)
}

function isRecord(value: object): value is Record<string, unknown> {
  return !Array.isArray(value)
}

function sameEntries(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  for (const key in left) if (!jsonEqual(left[key], right[key])) return false
  for (const key in right) if (left[key] === undefined && right[key] !== undefined) return false
  return true
}
