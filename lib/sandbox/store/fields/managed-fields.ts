import { jsonEqual } from '@/lib/sandbox/store/json-equal'
import type { JsonObject, ManagedFieldsEntry } from '@/lib/sandbox/store/object'
import { decodeSet, encodeSet, type FieldSet, isEmptySet } from './field-set'

/** One manager's fields. Managers differ by name, operation, version and subresource. */
export type Manager = {
  name: string
  operation: 'Apply' | 'Update'
  apiVersion: string
  subresource?: string
  time?: string
  fields: FieldSet
}

/** Managers by identity. */
export type Managers = Map<string, Manager>

/** What makes two managers the same. */
export function managerIdentity(manager: Omit<Manager, 'fields' | 'time'>): string {
  return JSON.stringify([manager.name, manager.operation, manager.apiVersion, manager.subresource ?? ''])
}

/** Reads `metadata.managedFields`. */
export function decodeManagers(entries: readonly ManagedFieldsEntry[] = []): Managers {
  const managers: Managers = new Map()
  for (const entry of entries) {
    const manager: Manager = {
      name: entry.manager,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      fields: decodeSet(entry.fieldsV1),
      ...(entry.subresource === undefined ? {} : { subresource: entry.subresource }),
      ...(entry.time === undefined ? {} : { time: entry.time }),
    }
    managers.set(managerIdentity(manager), manager)
  }
  return managers
}

/**
 * The managers that a write itself names, which is how ownership is handed over; undefined when it names none, so that
 * those of before hold. One empty entry forgets them all.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#clearing-managedfields
 */
export function givenManagers(
  entries: readonly ManagedFieldsEntry[] | undefined,
): ManagedFieldsEntry[] | undefined {
  const [first] = entries ?? []
  if (entries === undefined || first === undefined) return undefined
  if (entries.length === 1 && Object.keys(first).length === 0) return []
  return entries.every(({ fieldsType, operation }) => fieldsType === 'FieldsV1' && operation !== undefined)
    ? [...entries]
    : undefined
}

/** Writes `metadata.managedFields` in the server's order: appliers first, then by time and name. Empty managers are left out. */
export function encodeManagers(managers: Managers): ManagedFieldsEntry[] {
  const entries = [...managers.values()]
    .filter((manager) => !isEmptySet(manager.fields))
    .map(
      (manager): ManagedFieldsEntry => ({
        manager: manager.name,
        operation: manager.operation,
        apiVersion: manager.apiVersion,
        ...(manager.time === undefined ? {} : { time: manager.time }),
        fieldsType: 'FieldsV1',
        fieldsV1: encodeSet(manager.fields),
        ...(manager.subresource === undefined ? {} : { subresource: manager.subresource }),
      }),
    )
  return entries.sort(
    (a, b) =>
      order(a.operation, b.operation) ||
      order(a.time ?? '', b.time ?? '') ||
      order(a.manager, b.manager) ||
      order(a.subresource ?? '', b.subresource ?? ''),
  )
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether two lists of managers say the same, times aside. */
export function sameManagers(
  a: readonly ManagedFieldsEntry[] = [],
  b: readonly ManagedFieldsEntry[] = [],
): boolean {
  const timeless = (entries: readonly ManagedFieldsEntry[]): JsonObject =>
    Object.fromEntries(
      entries.map(({ time: _time, fieldsV1, ...rest }) => [
        JSON.stringify(Object.entries(rest).sort()),
        fieldsV1,
      ]),
    )
  return jsonEqual(timeless(a), timeless(b))
}

/** The set without what no manager owns: the object's identity and what only the server writes. */
export function ownable(fields: FieldSet): FieldSet {
  const below = new Map(fields.below)
  below.delete('f:apiVersion')
  below.delete('f:kind')
  const metadata = below.get('f:metadata')
  if (metadata !== undefined) {
    const kept = new Map([...metadata.below].filter(([element]) => !serverOwned.has(element)))
    if (kept.size === 0) below.delete('f:metadata')
    else below.set('f:metadata', { here: metadata.here, below: kept })
  }
  return { here: false, below }
}

const serverOwned = new Set([
  'f:name',
  'f:namespace',
  'f:uid',
  'f:resourceVersion',
  'f:generation',
  'f:creationTimestamp',
  'f:deletionTimestamp',
  'f:deletionGracePeriodSeconds',
  'f:selfLink',
  'f:managedFields',
])
