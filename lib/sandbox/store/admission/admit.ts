import { applyDefaults } from '@/lib/sandbox/store/defaults/defaults-of'
import { ensureObject, setDefault } from '@/lib/sandbox/store/json-path'
import { type Kind, kinds } from '@/lib/sandbox/store/kinds'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { schemaOf } from '@/lib/sandbox/store/schema/schema-of'
import { zeroValue } from '@/lib/sandbox/store/schema/zero-value'
import type { AddressPool } from './address-pool'
import { admitPod } from './admit-pod'
import { admitService } from './admit-service'

/** What the server adds to a new object beyond defaults; a status that was sent along is dropped. */
export function admitCreate(kind: Kind, object: JsonObject, pool: AddressPool): void {
  if (kind.custom !== undefined) dropStatus(kind, object)
  else if (hasStatus(kind) && kind !== kinds.nodes) resetStatus(kind, object)
  if (kind === kinds.pods) admitPod(object)
  if (kind === kinds.services) admitService(object, undefined, pool)
  if (kind === kinds.namespaces) {
    setDefault(ensureObject(object, 'spec'), 'finalizers', ['kubernetes'])
    object.status = { phase: 'Active' }
  }
}

/** What the server keeps of the old object when the main resource is written: its status above all. */
export function admitUpdate(kind: Kind, object: JsonObject, old: JsonObject, pool: AddressPool): void {
  if (hasStatus(kind)) object.status = old.status
  if (kind === kinds.services) admitService(object, old, pool)
  if (kind === kinds.namespaces) object.spec = old.spec
}

/** Whether the kind's status is written apart. */
export function hasStatus(kind: Kind): boolean {
  return kind.subresources.some((subresource) => subresource.name === 'status')
}

/** A custom object begins with what its schema says of the status. */
function dropStatus(kind: Kind, object: JsonObject): void {
  if (!hasStatus(kind)) return
  delete object.status
  applyDefaults(kind, object)
}

function resetStatus(kind: Kind, object: JsonObject): void {
  const field = schemaOf(kind).fields.get('status')
  if (field === undefined) delete object.status
  else object.status = zeroValue(field.type)
}
