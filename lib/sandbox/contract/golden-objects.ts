import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse, parseAllDocuments } from 'yaml'
import { objectAt, objectsAt, textAt } from '@/lib/sandbox/store/json-path'
import type { DraftObject } from '@/lib/sandbox/store/object'

/** An object that a provider renders for a case, or the user's own with the edits of that case. */
export type GoldenObject = { file: string; object: DraftObject }

type Edit = { path: string; after: unknown }

/**
 * Every object of a folder's `<case>.<provider>.out.yaml` files. Where a file has edits of the user's route, the objects of
 * `base.<provider>.yaml` that they are of, with these edits.
 */
export function readGoldenObjects(folder: string): GoldenObject[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.out.yaml'))
    .sort()
    .flatMap((file) => {
      const provider = file.split('.').at(-3) ?? ''
      const parts = documentsOf(path.join(folder, file))
      const objects = parts.filter((part): part is DraftObject => textAt(part, 'kind') !== undefined)
      const edits = parts.flatMap((part) => objectsAt(part, 'edits'))
      const bases = edits.length > 0 ? documentsOf(path.join(folder, `base.${provider}.yaml`)) : []
      const edited = (bases as DraftObject[]).flatMap((base) => {
        const own = edits.filter((edit) => isOf(edit, base)) as unknown[] as Edit[]
        return own.length > 0 ? [own.reduce(applied, withoutUid(base))] : []
      })
      return [...objects.map(withoutUid), ...edited].map((object) => ({ file, object }))
    })
}

function documentsOf(file: string): unknown[] {
  return parseAllDocuments(readFileSync(file, 'utf8'))
    .map((document) => parse(String(document)) as unknown)
    .filter((document) => document !== null)
}

function isOf(edit: unknown, base: DraftObject): boolean {
  const ref = objectAt(edit, 'ref')
  return textAt(ref, 'kind') === base.kind && textAt(ref, 'name') === base.metadata.name
}

/** A uid in a file is none of the cluster's. */
function withoutUid(object: DraftObject): DraftObject {
  const { uid: _uid, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** The object with one edit; `after` undefined takes the field away. */
function applied(object: DraftObject, { path: pointer, after }: Edit): DraftObject {
  const copy = structuredClone(object)
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = keys.pop() ?? ''
  let place: Record<string, unknown> = copy
  for (const key of keys) {
    place[key] ??= {}
    place = place[key] as Record<string, unknown>
  }
  if (after !== undefined) place[last] = after
  else if (Array.isArray(place)) place.splice(Number(last), 1)
  else delete place[last]
  return copy
}
