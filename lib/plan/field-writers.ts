import { asObject, isJsonObject, type JsonObject } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { type FieldStep, stepsText } from './owned-fields'

/** Who wrote a field last, by the API server's bookkeeping. `subresource` is what it was written through, such as `scale`. */
export type FieldWriter = { manager: string; at: string | null; subresource: string | null }

/** Asks for the writers of a field, named in words such as `spec.template.spec.containers[web].image`; newest first. */
export type FieldWriters = (path: string) => FieldWriter[]

/**
 * The writers of an object's fields. A field below one that is known as a whole (an atomic list) has the writers of that
 * one; a field that nobody has any more has none.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function fieldWriters(object: KubeObject): FieldWriters {
  const byPath = new Map<string, FieldWriter[]>()
  for (const entry of object.metadata.managedFields ?? []) {
    const writer = writerOf(entry)
    if (writer === null) continue
    walk(asObject(entry.fieldsV1), [], (path, isLeaf) => {
      if (isLeaf) byPath.set(path, [...(byPath.get(path) ?? []), writer])
    })
  }
  return (path) => newestFirst(nearest(byPath, path))
}

/** Everybody who has a field of the object, newest first; without who only writes its status. */
export function objectWriters(object: KubeObject): FieldWriter[] {
  const writers = (object.metadata.managedFields ?? []).flatMap((entry) => writerOf(entry) ?? [])
  return newestFirst(writers.filter(({ subresource }) => subresource !== 'status'))
}

function writerOf({ manager, time, subresource }: Record<string, unknown>): FieldWriter | null {
  if (typeof manager !== 'string') return null
  return {
    manager,
    at: typeof time === 'string' ? time : null,
    subresource: typeof subresource === 'string' && subresource !== '' ? subresource : null,
  }
}

function walk(
  fields: JsonObject,
  steps: readonly FieldStep[],
  visit: (path: string, isLeaf: boolean) => void,
): void {
  const below = Object.entries(fields)
  // A dot alone is a map or item that somebody made, not what is in it.
  if (steps.length > 0) visit(stepsText(steps), below.length === 0)
  for (const [key, inner] of below) {
    const step = stepOf(key)
    if (step !== null) walk(asObject(inner), [...steps, step], visit)
  }
}

function stepOf(key: string): FieldStep | null {
  if (key.startsWith('f:')) return { field: key.slice(2) }
  if (!key.startsWith('k:')) return null
  const item: unknown = JSON.parse(key.slice(2))
  return isJsonObject(item) ? { item } : null
}

/** Of the field itself, of what is above it and known as a whole, else of what is below it. */
function nearest(byPath: ReadonlyMap<string, FieldWriter[]>, path: string): FieldWriter[] {
  const own = byPath.get(path)
  if (own !== undefined) return own
  const above = [...byPath.keys()].filter((known) => isBelow(path, known))
  if (above.length > 0)
    return byPath.get(above.reduce((one, other) => (one.length > other.length ? one : other))) ?? []
  return [...byPath].flatMap(([known, writers]) => (isBelow(known, path) ? writers : []))
}

function isBelow(path: string, above: string): boolean {
  return path.startsWith(above) && (path[above.length] === '.' || path[above.length] === '[')
}

function newestFirst(writers: readonly FieldWriter[]): FieldWriter[] {
  return [...writers].sort((one, other) => (other.at ?? '').localeCompare(one.at ?? ''))
}
