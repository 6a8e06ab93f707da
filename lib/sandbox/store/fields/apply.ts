import type { JsonObject, ManagedFieldsEntry } from '@/lib/sandbox/store/object'
import type { StructType } from '@/lib/sandbox/store/schema/type'
import { applyConflict } from './apply-conflict'
import { type Comparison, compare } from './compare'
import { difference, type FieldSet, intersection, isEmptySet, union, withoutTop } from './field-set'
import {
  decodeManagers,
  encodeManagers,
  type Manager,
  type Managers,
  managerIdentity,
  ownable,
  sameManagers,
} from './managed-fields'
import { mergeApplied } from './merge'
import { pruneDropped } from './prune'
import { toFieldSet } from './to-field-set'

/** A server-side apply. `live` is the zero object where there is none yet; `applied` is decoded as partial. */
export type Application = {
  type: StructType
  live: JsonObject
  applied: JsonObject
  managedFields: readonly ManagedFieldsEntry[]
  manager: string
  apiVersion: string
  subresource?: string
  force: boolean
  resets: readonly string[]
  time: string
}

/**
 * Merges an apply configuration into the live object and works out the owners.
 * Throws Conflict naming each field that another manager owns with another value, unless forced.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function apply(application: Application): { object: JsonObject; managedFields: ManagedFieldsEntry[] } {
  const { type, live, applied, time } = application
  const managers = decodeManagers(application.managedFields)
  const self = {
    name: application.manager,
    operation: 'Apply' as const,
    apiVersion: application.apiVersion,
    ...(application.subresource === undefined ? {} : { subresource: application.subresource }),
  }
  const identity = managerIdentity(self)
  const last = managers.get(identity)
  const given = toFieldSet(type, applied)
  const owned = application.resets.reduce((set, name) => withoutTop(set, `f:${name}`), ownable(given))
  const others = new Map([...managers].filter(([key]) => key !== identity))
  const merged = mergeApplied(type, live, applied)
  const kept = [...others.values()].reduce((set, manager) => union(set, manager.fields), given)
  const object = last === undefined ? merged : pruneDropped(merged, last.fields, kept)
  const comparison = compare(type, live, object)
  const settled = settle(comparison, others, application.force)
  const next: Manager = {
    ...self,
    ...(last?.time === undefined ? { time } : { time: last.time }),
    fields: owned,
  }
  settled.set(identity, next)
  const unchanged = encodeManagers(settled)
  const same =
    isEmptySet(comparison.added) && isEmptySet(comparison.modified) && isEmptySet(comparison.removed)
  if (same && sameManagers(unchanged, application.managedFields)) return { object, managedFields: unchanged }
  settled.set(identity, { ...next, time })
  return { object, managedFields: encodeManagers(settled) }
}

function settle({ added, modified, removed }: Comparison, others: Managers, force: boolean): Managers {
  const changed: FieldSet = union(added, modified)
  const conflicts = [...others.values()]
    .map((manager) => ({ manager, fields: intersection(manager.fields, changed) }))
    .filter(({ fields }) => !isEmptySet(fields))
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts)
  const lost = union(changed, removed)
  if (isEmptySet(lost)) return new Map(others)
  return new Map(
    [...others].map(([key, manager]) => [key, { ...manager, fields: difference(manager.fields, lost) }]),
  )
}
