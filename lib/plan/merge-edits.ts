import { pointerKeys, pointerOf } from '@/lib/domain/json-pointer'
import { refKey } from '@/lib/domain/kube-object'
import type { Problem } from '@/lib/domain/problem'
import type { Edit } from '@/lib/providers/provider'
import { say } from '@/lib/words/sentence'
import { groupBy } from './group-by'
import { sameValue } from './same-value'

/**
 * The edits that several entries want of the user's objects, each field once. Entries behind one route must want the same
 * of each of its parts: what one writes into a rule and another does not would hold for both.
 */
export function mergeEdits<T extends Edit>(
  perEntry: readonly (readonly T[])[],
): { edits: T[]; errors: Problem[] } {
  const wanted = perEntry.map((edits) => groupBy(edits, partKey))
  const parts = new Map<string, T[]>()
  const errors: Problem[] = []
  for (const [key, edits] of wanted.flatMap((byPart) => [...byPart])) {
    const known = parts.get(key)
    if (known === undefined) parts.set(key, edits)
    else if (!sameEdits(known, edits)) errors.push(clash(edits))
  }
  return { edits: [...parts.values()].flat(), errors }
}

function partKey({ ref, path }: Edit): string {
  return `${refKey(ref)}${partOf(path)}`
}

/** The object that a field belongs to. */
function partOf(path: string): string {
  return pointerOf(pointerKeys(path).slice(0, -1))
}

function sameEdits(one: readonly Edit[], other: readonly Edit[]): boolean {
  const values = (edits: readonly Edit[]) =>
    Object.fromEntries(edits.map(({ path, after }) => [path, { after }]))
  return sameValue(values(one), values(other))
}

function clash(edits: readonly Edit[]): Problem {
  const [{ ref, path } = { ref: { kind: '', name: '' }, path: '' }] = edits
  const about = { kind: ref.kind, name: ref.name, field: pointerKeys(partOf(path)).join('.') }
  return {
    code: 'EditsClash',
    message: say('planning.editsClash', about),
    path: 'spec.entries',
    params: about,
  }
}
