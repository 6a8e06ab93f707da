const part = /^(?:\.?([A-Za-z_][\w-]*)|\[(\d{1,6})\]|\[(?:'([^']*)'|"([^"]*)")\])/

/** The keys and places that a plain JSONPath names, as `$.data.versions[0]['a.b']`; null where it is no such path. */
export function parseJsonPath(text: string): (string | number)[] | null {
  let rest = text.trim().replace(/^\$/, '')
  const parts: (string | number)[] = []
  while (rest !== '') {
    const found = part.exec(rest)
    if (found === null) return null
    const [whole, name, place, quoted = '', doubly] = found
    parts.push(name ?? (place === undefined ? (doubly ?? quoted) : Number(place)))
    rest = rest.slice(whole.length)
  }
  return parts.length === 0 ? null : parts
}

/** What stands at a path of a JSON text, as text; null where nothing does, or the text is no JSON. */
export function jsonAt(text: string, path: readonly (string | number)[]): string | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null
    value = Object.entries(value).find(([name]) => name === String(key))?.[1]
  }
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
