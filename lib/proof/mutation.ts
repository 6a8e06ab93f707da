import type { KubeObject } from '@/lib/domain/kube-object'
import type { Edit } from '@/lib/providers/provider'

/** What a plan puts on the cluster for a document's entries. */
export type Rendering = { objects: KubeObject[]; edits: Edit[] }

/** A fault as a provider might have it; it leaves a rendering alone that it does not apply to. */
export type Mutation = { name: string; apply(rendering: Rendering): Rendering }

/** A fault in each object; the change is made to a copy. */
export function inObjects(name: string, change: (object: KubeObject, index: number) => void): Mutation {
  return {
    name,
    apply: ({ objects, edits }) => ({
      edits,
      objects: objects.map((object, index) => {
        const copy = structuredClone(object)
        change(copy, index)
        return copy
      }),
    }),
  }
}

/** A fault in annotations: another value, another key, or undefined for none. */
export function inAnnotations(
  name: string,
  change: (key: string, value: string) => readonly [key: string, value: string] | undefined,
): Mutation {
  return inObjects(name, ({ metadata }) => {
    const entries = Object.entries(metadata.annotations ?? {})
    metadata.annotations = Object.fromEntries(
      entries.flatMap(([key, value]) => [change(key, value) ?? []].filter(isPair)),
    )
  })
}

function isPair(pair: readonly unknown[]): pair is readonly [string, string] {
  return pair.length === 2
}

/** A fault in every object, list or text below an object's spec; the change gives what stands there instead. */
export function inSpec(name: string, change: (value: unknown, key: string) => unknown): Mutation {
  return inObjects(name, (object) => {
    object.spec = walk(object.spec, 'spec', change)
  })
}

function walk(value: unknown, key: string, change: (value: unknown, key: string) => unknown): unknown {
  const changed = change(value, key)
  if (Array.isArray(changed)) return changed.map((item) => walk(item, key, change))
  if (typeof changed !== 'object' || changed === null) return changed
  return Object.fromEntries(Object.entries(changed).map(([name, inner]) => [name, walk(inner, name, change)]))
}

/** A fault in what is written into the user's objects. */
export function inEdits(name: string, change: (value: unknown, key: string) => unknown): Mutation {
  return {
    name,
    apply: ({ objects, edits }) => ({
      objects,
      edits: edits.map((edit) => ({ ...edit, after: walk(edit.after, 'after', change) })),
    }),
  }
}

/** The user's objects are not edited. */
export const noEdits: Mutation = {
  name: 'the base route is not edited',
  apply: ({ objects }) => ({ objects, edits: [] }),
}

/** The last object is not made. */
export const lastMissing: Mutation = {
  name: 'the last object is missing',
  apply: ({ objects, edits }) => ({ objects: objects.slice(0, -1), edits }),
}
