import type { AddressPool } from './admission/address-pool'
import { admitUpdate, hasStatus } from './admission/admit'
import { asJson, asKubeObject } from './as-json'
import { applyDefaults } from './defaults/defaults-of'
import { givenManagers, sameManagers } from './fields/managed-fields'
import { recordUpdate } from './fields/record-update'
import { jsonEqual } from './json-equal'
import { ensureObject, numberAt } from './json-path'
import { apiVersionOf, type Kind, kinds } from './kinds'
import type { DraftObject, JsonObject, KubeObject, ManagedFieldsEntry } from './object'
import { unknownManager } from './prepare-create'
import { decode } from './schema/decode'
import { schemaOf } from './schema/schema-of'
import type { UpdateOptions } from './store'
import { timestamp } from './timestamp'
import { validateUpdate } from './validation/validate'

/** A changed object as it will be stored, but for its version; the old one itself when nothing changed. Throws Invalid and BadRequest. */
export function prepareUpdate(
  kind: Kind,
  old: KubeObject,
  draft: DraftObject,
  options: UpdateOptions,
  pool: AddressPool,
): KubeObject {
  const given = decode(schemaOf(kind), asJson(draft), { mode: 'complete', unknown: [] })
  const before = asJson(old)
  const object = written(kind, given, before, options, pool)
  object.kind = kind.kind
  object.apiVersion = apiVersionOf(kind.storage ?? kind)
  keepServerFields(object, before)
  const known = givenManagers(draft.metadata.managedFields) ?? old.metadata.managedFields ?? []
  const kept = options.subresource === 'binding' ? known : undefined
  const managedFields = options.managedFields ?? kept ?? recorded(kind, object, before, known, options)
  const prepared = asKubeObject(object)
  if (isSame(object, before) && sameManagers(managedFields, old.metadata.managedFields)) return old
  if (kind.custom !== undefined || !quietSubresources.has(options.subresource ?? ''))
    validateUpdate(kind, object, before)
  if (managedFields.length > 0) prepared.metadata.managedFields = managedFields
  const { generation } = old.metadata
  if (kind.generation && generation !== undefined) {
    const grows = !quietSubresources.has(options.subresource ?? '') && isNewGeneration(kind, object, before)
    prepared.metadata.generation = generation + (grows ? 1 : 0)
  }
  return prepared
}

/** The parts that this way of writing may change, and the rest as it was. */
function written(
  kind: Kind,
  given: JsonObject,
  before: JsonObject,
  options: UpdateOptions,
  pool: AddressPool,
): JsonObject {
  if (options.subresource === 'status') {
    const metadata = { ...ensureObject({ ...before }, 'metadata') }
    if (kind.custom !== undefined) return { ...before, metadata, status: given.status }
    const { annotations, labels } = ensureObject(given, 'metadata')
    metadata.annotations = annotations
    if (kind !== kinds.deployments) metadata.labels = labels
    return { ...before, metadata, status: given.status }
  }
  if (options.subresource === 'binding') return bound(given, before)
  if (options.subresource === 'finalize')
    return { ...before, metadata: { ...ensureObject({ ...before }, 'metadata') }, spec: given.spec }
  applyDefaults(kind, given)
  admitUpdate(kind, given, before, pool)
  return given
}

/** Ways of writing that change no generation and need no validation of the spec. */
const quietSubresources: ReadonlySet<string> = new Set(['status', 'binding'])

/** A pod with its node, the labels of the node's place and the condition that says so. Nobody owns what a binding writes. */
function bound(given: JsonObject, before: JsonObject): JsonObject {
  const metadata = { ...ensureObject({ ...before }, 'metadata') }
  metadata.labels = ensureObject(given, 'metadata').labels
  const spec = { ...ensureObject({ ...before }, 'spec') }
  spec.nodeName = ensureObject(given, 'spec').nodeName
  return { ...before, metadata, spec, status: given.status }
}

const serverFields = [
  'name',
  'namespace',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const

function keepServerFields(object: JsonObject, before: JsonObject): void {
  const metadata = ensureObject(object, 'metadata')
  const stored = ensureObject({ ...before }, 'metadata')
  for (const field of serverFields) {
    if (stored[field] === undefined) delete metadata[field]
    else metadata[field] = stored[field]
  }
  // An object that names another uid is refused, not corrected.
  metadata.uid ??= stored.uid ?? null
  delete metadata.managedFields
}

function recorded(
  kind: Kind,
  object: JsonObject,
  before: JsonObject,
  managedFields: readonly ManagedFieldsEntry[],
  options: UpdateOptions,
): ManagedFieldsEntry[] {
  const { subresource } = options
  return recordUpdate({
    type: schemaOf(kind),
    before: withoutManagers(before),
    after: object,
    managedFields,
    manager: options.manager ?? unknownManager,
    apiVersion: apiVersionOf(kind),
    ...(subresource === undefined ? {} : { subresource }),
    resets: resetFields(kind, object, subresource),
    time: timestamp(),
  })
}

/** Top-level fields that this way of writing cannot own. A Scale leaves out zero replicas, so that nobody owns them then. */
function resetFields(kind: Kind, object: JsonObject, subresource: UpdateOptions['subresource']): string[] {
  if (subresource === 'status' || !hasStatus(kind)) return []
  return subresource === 'scale' && numberAt(object, 'spec', 'replicas') === 0
    ? ['status', 'spec']
    : ['status']
}

function withoutManagers(object: JsonObject): JsonObject {
  const { managedFields: _managedFields, ...metadata } = ensureObject({ ...object }, 'metadata')
  return { ...object, metadata }
}

function isSame(object: JsonObject, before: JsonObject): boolean {
  return jsonEqual(withoutManagers(object), withoutManagers(before))
}

function isNewGeneration(kind: Kind, object: JsonObject, before: JsonObject): boolean {
  const { metadata, status: _status, ...body } = object
  const { metadata: oldMetadata, status: _oldStatus, ...oldBody } = before
  if (!jsonEqual(body, oldBody)) return true
  if (kind !== kinds.deployments) return false
  return !jsonEqual(
    ensureObject({ metadata }, 'metadata').annotations,
    ensureObject({ oldMetadata }, 'oldMetadata').annotations,
  )
}
