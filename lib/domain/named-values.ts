/** Values by name, few of them: name and value in turn, side by side in memory, which is read faster than a map of so few. */
export type NamedValues = readonly string[]

const none: NamedValues = []

/** Of a name that comes twice the first counts. */
export function namedValues(pairs: ReadonlyMap<string, string>): NamedValues {
  if (pairs.size === 0) return none
  const values: string[] = new Array(2 * pairs.size)
  let at = 0
  for (const [name, value] of pairs) {
    values[at++] = name
    values[at++] = value
  }
  return values
}

/** The value of a name, or undefined where it has none. */
export function valueNamed(values: NamedValues, name: string): string | undefined {
  for (let at = 0; at < values.length; at += 2) if (values[at] === name) return values[at + 1]
  return undefined
}
