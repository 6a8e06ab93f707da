import { randomUUID } from 'node:crypto'
import type { AddressPool } from './admission/address-pool'
import { admitCreate, hasStatus } from './admission/admit'
import { asJson, asKubeObject } from './as-json'
import { applyDefaults } from './defaults/defaults-of'
import { recordUpdate } from './fields/record-update'
import { ensureObject, textAt } from './json-path'
import { apiVersionOf, type Kind } from './kinds'
import type { DraftObject, KubeObject } from './object'
import { randomSuffix } from './random-name'
import { decode } from './schema/decode'
import { schemaOf } from './schema/schema-of'
import { zeroStruct } from './schema/zero-value'
import type { WriteOptions } from './store'
import { timestamp } from './timestamp'
import { validateCreate } from './validation/validate'

/** The manager of a write that names none. */
export const unknownManager = 'unknown'

/** A new object as it will be stored, but for its version. Throws Invalid and BadRequest. */
export function prepareCreate(
  kind: Kind,
  draft: DraftObject,
  options: WriteOptions,
  pool: AddressPool,
): KubeObject {
  const type = schemaOf(kind)
  const object = decode(type, asJson(draft), { mode: 'complete', unknown: [] })
  object.kind = kind.kind
  object.apiVersion = apiVersionOf(kind.storage ?? kind)
  const metadata = ensureObject(object, 'metadata')
  const prefix = textAt(metadata, 'generateName')
  if (textAt(metadata, 'name') === undefined && prefix !== undefined)
    metadata.name = `${prefix}${randomSuffix()}`
  if (!kind.namespaced) delete metadata.namespace
  for (const field of [
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'resourceVersion',
    'managedFields',
  ]) {
    delete metadata[field]
  }
  const time = timestamp()
  metadata.uid = randomUUID()
  metadata.creationTimestamp = time
  if (kind.generation) metadata.generation = 1
  else delete metadata.generation
  applyDefaults(kind, object)
  const managedFields =
    options.managedFields ??
    recordUpdate({
      type,
      before: zeroStruct(type),
      after: object,
      managedFields: [],
      manager: options.manager ?? unknownManager,
      apiVersion: apiVersionOf(kind),
      resets: hasStatus(kind) ? ['status'] : [],
      time,
    })
  admitCreate(kind, object, pool)
  validateCreate(kind, object)
  const prepared = asKubeObject(object)
  if (managedFields.length > 0) prepared.metadata.managedFields = managedFields
  return prepared
}
