import type { JsonObject, ManagedFieldsEntry } from '@/lib/sandbox/store/object'
import type { StructType } from '@/lib/sandbox/store/schema/type'
import { compare } from './compare'
import { difference, isEmptySet, union, withoutTop } from './field-set'
import { decodeManagers, encodeManagers, type Manager, managerIdentity, ownable } from './managed-fields'

/** A write other than an apply, as field management sees it. `resets` names top-level fields that this way of writing cannot change. */
export type UpdateRecord = {
  type: StructType
  before: JsonObject
  after: JsonObject
  managedFields: readonly ManagedFieldsEntry[]
  manager: string
  apiVersion: string
  subresource?: string
  resets: readonly string[]
  time: string
}

/** The managed fields after an update: what it changed is the manager's, and nobody else's. */
export function recordUpdate(update: UpdateRecord): ManagedFieldsEntry[] {
  const { added, modified, removed } = compare(update.type, update.before, update.after)
  const changed = union(added, modified)
  const anyChange = union(changed, removed)
  const managers = decodeManagers(update.managedFields)
  const self = {
    name: update.manager,
    operation: 'Update' as const,
    apiVersion: update.apiVersion,
    ...(update.subresource === undefined ? {} : { subresource: update.subresource }),
  }
  const identity = managerIdentity(self)
  for (const [key, manager] of managers) {
    const lost = key === identity ? removed : anyChange
    if (isEmptySet(lost)) continue
    managers.set(key, { ...manager, fields: difference(manager.fields, lost) })
  }
  const taken = update.resets.reduce((set, name) => withoutTop(set, `f:${name}`), ownable(changed))
  if (!isEmptySet(taken)) {
    const previous = managers.get(identity)
    const fields = previous === undefined ? taken : union(previous.fields, taken)
    const next: Manager = { ...self, time: update.time, fields }
    managers.set(identity, next)
  }
  return encodeManagers(managers)
}
