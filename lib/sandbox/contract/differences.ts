import type { Normal } from './normalise'

/** Paths at which two normalised values differ, with both sides, at most `most` of them. */
export function differences(recorded: Normal, answered: Normal, most = 6): string[] {
  const found: string[] = []
  walk(recorded, answered, '', found)
  const shown = found.slice(0, most)
  return found.length > most ? [...shown, `and ${found.length - most} more`] : shown
}

function walk(a: Normal | undefined, b: Normal | undefined, path: string, found: string[]): void {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index += 1)
      walk(a[index], b[index], `${path}[${index}]`, found)
    return
  }
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      walk(a[key], b[key], `${path}.${key}`, found)
    return
  }
  if (a !== b) found.push(`${path}: recorded ${text(a)}, answered ${text(b)}`)
}

function isObject(value: Normal | undefined): value is { [key: string]: Normal } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: Normal | undefined): string {
  const json = value === undefined ? 'nothing' : JSON.stringify(value)
  return json.length > 90 ? `${json.slice(0, 90)}…` : json
}
